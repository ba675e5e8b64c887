/// Randomness as a port.
@NullMarked
package dev.townhall.core.foundation.random;

import org.jspecify.annotations.NullMarked;
