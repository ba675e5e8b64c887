/// Whether the coding agents of the presets are there and work on this machine.
@NullMarked
package dev.townhall.server.agents;

import org.jspecify.annotations.NullMarked;
