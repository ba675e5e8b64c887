/// An agent's one work slot, its lease and its fencing number.
@NullMarked
package dev.townhall.core.hook;

import org.jspecify.annotations.NullMarked;
