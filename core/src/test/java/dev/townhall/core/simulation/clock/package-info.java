/// Time that only moves when the simulation moves it.
@NullMarked
package dev.townhall.core.simulation.clock;

import org.jspecify.annotations.NullMarked;
