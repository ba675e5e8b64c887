/// The repositories' contract, their twin for simulations, and tests with real git.
@NullMarked
package dev.townhall.core.worktree;

import org.jspecify.annotations.NullMarked;
