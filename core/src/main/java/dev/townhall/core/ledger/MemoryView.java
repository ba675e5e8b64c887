package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The ledger as it is at one moment: its memory, and its rows for what memory does not hold.
final class MemoryView implements LedgerView {
    private final LedgerMemory memory;
    private final Rows rows;
    private final Instant now;

    MemoryView(LedgerMemory memory, Rows rows, Instant now) {
        this.memory = memory;
        this.rows = rows;
        this.now = now;
    }

    @Override
    public Optional<Bead> find(BeadId id) {
        return Optional.ofNullable(memory.beads.find(id));
    }

    @Override
    public List<Bead> ofType(String type) {
        return memory.beads.ofType(type);
    }

    @Override
    public List<Bead> dependents(BeadId id) {
        return memory.beads.dependents(id);
    }

    @Override
    public List<Bead> ready(int limit) {
        return memory.beads.ready(now, limit);
    }

    @Override
    public boolean isReady(BeadId id) {
        return memory.beads.isReady(id, now);
    }

    @Override
    public boolean isBlocked(BeadId id) {
        return memory.beads.isBlocked(id);
    }

    @Override
    public int beadCount() {
        return memory.beads.size();
    }

    @Override
    public Collection<BeadId> idsStartingWith(String prefix, int limit) {
        return memory.beads.startingWith(prefix, limit);
    }

    @Override
    public long lastEvent() {
        return memory.numbers().event();
    }

    @Override
    public Optional<Post> post(String key) {
        return Optional.ofNullable(rows.post(key));
    }

    @Override
    public List<Effect> openEffects(String kind) {
        return memory.openEffects(kind);
    }

    @Override
    public Optional<Effect> effect(String key) {
        NumberedEffect open = memory.openEffect(key);
        NumberedEffect found = open != null ? open : rows.effect(key);
        return Optional.ofNullable(found).map(NumberedEffect::effect);
    }
}
