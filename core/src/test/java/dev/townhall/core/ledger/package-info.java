/// The one store: transactions of bead changes, numbered events and posts to deliver.
@NullMarked
package dev.townhall.core.ledger;

import org.jspecify.annotations.NullMarked;
