/// How much the town takes on at once: which session may be started now, and why another may not.
@NullMarked
package dev.townhall.core.capacity;

import org.jspecify.annotations.NullMarked;
