@NullMarked
package dev.townhall.core.prime;

import org.jspecify.annotations.NullMarked;
