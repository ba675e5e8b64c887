/// What must hold after every step.
@NullMarked
package dev.townhall.core.simulation.check;

import org.jspecify.annotations.NullMarked;
