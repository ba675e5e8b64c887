package dev.townhall.core.ledger;

import org.jspecify.annotations.Nullable;

/// What a ledger holds besides its memory: posts, deliveries and settled effects, by their keys.
interface Rows {
    @Nullable Post post(String key);

    @Nullable Post post(long seq);

    @Nullable Delivery delivery(long postSeq, String network);

    @Nullable NumberedEffect effect(String key);
}
