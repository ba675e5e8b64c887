/// What goes wrong in a simulated world, and where.
@NullMarked
package dev.townhall.core.simulation.fault;

import org.jspecify.annotations.NullMarked;
