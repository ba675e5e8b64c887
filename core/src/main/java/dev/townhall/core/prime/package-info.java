/// What an agent is told at the start of a session.
@NullMarked
package dev.townhall.core.prime;

import org.jspecify.annotations.NullMarked;
