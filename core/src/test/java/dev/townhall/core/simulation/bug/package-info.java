/// Bugs to plant between the town and its world: what the simulation must catch.
@NullMarked
package dev.townhall.core.simulation.bug;

import org.jspecify.annotations.NullMarked;
