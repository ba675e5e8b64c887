package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.TownException;
import org.jspecify.annotations.Nullable;

/// The rows as a work sees them: what earlier works of its group changed, else what is stored.
final class GroupRows implements Rows {
    private @Nullable Rows stored;
    private Changes group = new Changes();

    void setStored(Rows newStored) {
        stored = newStored;
    }

    /// From here on, `changes` (which grows as the group goes on) lie over what is stored.
    void startGroup(Changes changes) {
        group = changes;
    }

    @Override
    public @Nullable Post post(String key) {
        Post changed = group.posts.get(key);
        return changed != null ? changed : stored().post(key);
    }

    @Override
    public @Nullable Post post(long seq) {
        for (Post changed : group.posts.values()) {
            if (changed.seq() == seq) {
                return changed;
            }
        }
        return stored().post(seq);
    }

    @Override
    public @Nullable Delivery delivery(long postSeq, String network) {
        Delivery changed = group.deliveries.get(new Changes.DeliveryKey(postSeq, network));
        return changed != null ? changed : stored().delivery(postSeq, network);
    }

    @Override
    public @Nullable NumberedEffect effect(String key) {
        NumberedEffect changed = group.effects.get(key);
        return changed != null ? changed : stored().effect(key);
    }

    private Rows stored() {
        if (stored == null) {
            throw TownException.bug("The ledger's rows were read before they were connected.");
        }
        return stored;
    }
}
