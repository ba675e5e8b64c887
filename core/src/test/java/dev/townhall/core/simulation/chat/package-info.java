/// Simulated people and the network they talk on.
@NullMarked
package dev.townhall.core.simulation.chat;

import org.jspecify.annotations.NullMarked;
