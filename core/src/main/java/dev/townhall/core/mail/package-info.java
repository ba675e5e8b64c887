/// Durable letters between agents and people.
@NullMarked
package dev.townhall.core.mail;

import org.jspecify.annotations.NullMarked;
