/// What goes wrong with the simulated repositories.
@NullMarked
package dev.townhall.core.simulation.git;

import org.jspecify.annotations.NullMarked;
