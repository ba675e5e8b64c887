/// Simulated agents and gates.
@NullMarked
package dev.townhall.core.simulation.worker;

import org.jspecify.annotations.NullMarked;
