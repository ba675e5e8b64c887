/// Small tools for threads.
@NullMarked
package dev.townhall.core.foundation.concurrent;

import org.jspecify.annotations.NullMarked;
