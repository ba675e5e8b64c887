package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadIds;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bead changes of one transaction: written into the index at once, so that the transaction
/// reads what it wrote, and taken back by [Undo] when it fails.
final class StagedBeads {
    private final BeadIndex index;
    private final Undo undo;
    private final Randomness randomness;
    private final Actor actor;
    private final Instant now;
    private final Map<BeadId, Bead> changed;

    StagedBeads(
            BeadIndex index,
            Undo undo,
            Randomness randomness,
            Actor actor,
            Instant now,
            Map<BeadId, Bead> changed) {
        this.index = index;
        this.undo = undo;
        this.randomness = randomness;
        this.actor = actor;
        this.now = now;
        this.changed = changed;
    }

    /// Beads that look alike in one instant may use up every hash of their inputs; then chance
    /// decides.
    BeadId newId(String prefix, String title, String description) {
        String salt = "";
        while (true) {
            var free =
                    BeadIds.unused(
                            prefix,
                            title + salt,
                            description,
                            actor.text(),
                            now,
                            index.topLevelCount(prefix),
                            id -> index.find(id) != null);
            if (free.isPresent()) {
                return free.get();
            }
            salt = randomness.token(64);
        }
    }

    BeadId newChildId(BeadId parent) {
        require(parent);
        return BeadIds.child(parent, index.lastChild(parent) + 1);
    }

    Bead create(Bead bead) {
        Bead existing = index.find(bead.id());
        if (existing != null) {
            throw TownException.conflict(
                    "A bead %s exists already: \"%s\". Take another id."
                            .formatted(bead.id(), existing.title()));
        }
        return put(bead.withVersion(1));
    }

    Bead update(Bead bead) {
        Bead stored = require(bead.id());
        if (stored.version() != bead.version()) {
            throw TownException.conflict(
                    "%s was changed meanwhile: expected version %s, found version %s of %s. Read it again and repeat the change."
                            .formatted(
                                    bead.id(),
                                    bead.version(),
                                    stored.version(),
                                    stored.updatedAt()));
        }
        return put(bead.withVersion(stored.version() + 1).touched(now));
    }

    private Bead put(Bead bead) {
        @Nullable Bead before = index.put(bead);
        undo.push(() -> index.restore(bead.id(), before));
        changed.put(bead.id(), bead);
        return bead;
    }

    private Bead require(BeadId id) {
        Bead bead = index.find(id);
        if (bead == null) {
            throw TownException.notFound("There is no bead " + id + ".");
        }
        return bead;
    }
}
