/// One life of one agent in one worktree.
@NullMarked
package dev.townhall.core.session;

import org.jspecify.annotations.NullMarked;
