/// Time as a port: wall clock and elapsed time.
@NullMarked
package dev.townhall.core.foundation.time;

import org.jspecify.annotations.NullMarked;
