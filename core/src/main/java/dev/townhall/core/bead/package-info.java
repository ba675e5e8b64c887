/// The ledger's vocabulary: beads, their ids, states and dependencies, and who acts.
@NullMarked
package dev.townhall.core.bead;

import org.jspecify.annotations.NullMarked;
