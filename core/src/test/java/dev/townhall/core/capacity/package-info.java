@NullMarked
package dev.townhall.core.capacity;

import org.jspecify.annotations.NullMarked;
