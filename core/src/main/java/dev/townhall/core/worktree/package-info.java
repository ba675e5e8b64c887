/// One rig's repository and the trees agents work in.
@NullMarked
package dev.townhall.core.worktree;

import org.jspecify.annotations.NullMarked;
