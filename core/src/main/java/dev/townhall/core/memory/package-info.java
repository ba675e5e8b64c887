/// What agents keep for those who come after them.
@NullMarked
package dev.townhall.core.memory;

import org.jspecify.annotations.NullMarked;
