/// What the town cannot settle without a person.
@NullMarked
package dev.townhall.core.escalation;

import org.jspecify.annotations.NullMarked;
