/// Work orders: plans, waves, feeding and landing.
@NullMarked
package dev.townhall.core.convoy;

import org.jspecify.annotations.NullMarked;
