/// Workers without a model: a bead's own commands, run in its worktree.
@NullMarked
package dev.townhall.core.runtime.shell;

import org.jspecify.annotations.NullMarked;
