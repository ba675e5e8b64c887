package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// One all-or-nothing change of the ledger. Reads see what this transaction has written. Used by
/// one thread, only while its [Ledger.Work] runs.
public interface Transaction extends LedgerView {
    /// Who makes this change.
    Actor actor();

    /// The time of this change; the same for all that is in it.
    Instant now();

    /// An id for a new bead that is not taken: `<prefix>-<hash>`, longer as the ledger grows.
    BeadId newId(String prefix, String title, String description);

    /// The next child id of `parent`: `<parent>.<n>`.
    BeadId newChildId(BeadId parent);

    /// Stores a new bead as version 1. CONFLICT if the id is taken.
    Bead create(Bead bead);

    /// Stores a changed bead. Its version must be the one stored (compare-and-set), else CONFLICT.
    /// The update time is set here. Returns the bead as stored.
    Bead update(Bead bead);

    /// Records an event; its number is known after the commit.
    void emit(EventDraft event);

    /// Events recorded so far in this transaction.
    List<EventDraft> emitted();

    /// Beads created or updated so far in this transaction.
    Set<BeadId> changed();

    /// Stores a post or, where its key exists with other content, revises it, and makes it due on
    /// its networks. Unchanged content changes nothing, except that a network the post was never due
    /// on gets it. A revision leaves the pause after a failed delivery alone, and gives a dead letter
    /// a new chance. CONFLICT if the key's post is in another conversation. Returns the post as
    /// stored.
    Post post(PostDraft draft);

    /// Records that the delivery reached the network in the revision given.
    void delivered(long postSeq, String network, long revision, String remoteId);

    /// Records a failed attempt: due again at `notBefore`, or after [Delivery#PAUSE_MAX] if that is
    /// earlier.
    void deliveryFailed(long postSeq, String network, String error, Instant notBefore);

    /// Records that a delivery is given up: a dead letter the owner sees.
    void deliveryDead(long postSeq, String network, String error);

    /// Makes a dead letter due again; WRONG_STATE if it is none.
    void deliveryRevived(long postSeq, String network);

    /// Records an intended effect. The key is its idempotency key; intending the same key again
    /// while it is open replaces its payload. CONFLICT if it is confirmed already.
    void intend(String key, String kind, JsonNode payload);

    /// Records that the effect was carried out. Confirming twice changes nothing; NOT_FOUND if it
    /// was never intended, WRONG_STATE if it was abandoned.
    void confirm(String key);

    /// Records that an intended effect was not carried out and will not be. Abandoning twice changes
    /// nothing; it may be intended again.
    void abandon(String key);
}
