/// What simulated agents and gates do, and what goes wrong with them.
@NullMarked
package dev.townhall.core.simulation.worker;

import org.jspecify.annotations.NullMarked;
