/// Merge requests: from a submitted branch to a proved commit on the target.
@NullMarked
package dev.townhall.core.mergequeue;

import org.jspecify.annotations.NullMarked;
