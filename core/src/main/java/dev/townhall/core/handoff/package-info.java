/// What a session leaves for the one after it.
@NullMarked
package dev.townhall.core.handoff;

import org.jspecify.annotations.NullMarked;
