package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the ledger holds, at one moment. Beads come from memory indexes; nothing here waits for a
/// disk. Every list is in a fixed order.
public interface LedgerView {
    Optional<Bead> find(BeadId id);

    /// The bead, or NOT_FOUND.
    default Bead get(BeadId id) {
        return find(id).orElseThrow(() ->
                TownException.notFound("There is no bead " + id + ". `gt ready` lists open work."));
    }

    /// All beads of a type, by id.
    List<Bead> ofType(String type);

    /// Beads that carry an edge of any type to `id`, by id.
    List<Bead> dependents(BeadId id);

    /// Ready work, in order of priority (0 first), then newest first, then id: open, not blocked,
    /// not deferred, not the child of a blocked bead, and of a type that is work.
    /// At most `limit`; the set is kept incrementally.
    List<Bead> ready(int limit);

    /// Whether `id` is in the ready set now.
    boolean isReady(BeadId id);

    /// Whether an unfinished bead keeps `id` from being ready.
    boolean isBlocked(BeadId id);

    /// How many beads there are, closed ones included.
    int beadCount();

    /// Ids starting with `prefix`, up to `limit`, by id: for completing what a person typed.
    Collection<BeadId> idsStartingWith(String prefix, int limit);

    /// The newest event's number, 0 when there is none.
    long lastEvent();

    /// The post with this key.
    Optional<Post> post(String key);

    /// Effects intended and not yet confirmed, oldest first; `kind` filters.
    List<Effect> openEffects(String kind);

    /// The effect with this key, open or confirmed.
    Optional<Effect> effect(String key);
}
