/// Simulated repositories: commits in memory, a remote that others push to.
@NullMarked
package dev.townhall.core.simulation.git;

import org.jspecify.annotations.NullMarked;
