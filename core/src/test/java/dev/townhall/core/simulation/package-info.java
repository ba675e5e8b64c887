/// The whole town in virtual time: one seed, one history, checked after every step.
@NullMarked
package dev.townhall.core.simulation;

import org.jspecify.annotations.NullMarked;
