package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A transaction at work on a ledger's memory. What it writes is in the memory at once; [Undo] takes
/// it back, and [#finish] hands over the rows to store.
final class StagedTransaction implements Transaction {
    private final LedgerMemory memory;
    private final MemoryView view;
    private final Undo undo;
    private final Actor actor;
    private final Instant now;
    private final Changes changes = new Changes();
    private final List<EventDraft> emitted = new ArrayList<>();
    private final StagedBeads beads;
    private final StagedPosts posts;
    private final StagedEffects effects;
    private boolean open = true;

    StagedTransaction(
            LedgerMemory memory,
            Rows rows,
            Undo undo,
            Randomness randomness,
            Actor actor,
            Instant now) {
        this.memory = memory;
        this.view = new MemoryView(memory, rows, now);
        this.undo = undo;
        this.actor = actor;
        this.now = now;
        this.beads = new StagedBeads(memory.beads, undo, randomness, actor, now, changes.beads);
        this.posts = new StagedPosts(rows, changes, memory.numbers(), now);
        this.effects = new StagedEffects(memory, rows, undo, changes, now);
    }

    /// Ends the transaction and returns what it changed.
    Changes finish() {
        close();
        LedgerMemory.Numbers before = memory.numbers();
        long event = before.event();
        for (EventDraft draft : emitted) {
            event++;
            changes.events.add(
                    new EventRecord(
                            event, now, actor, draft.type(), draft.subject(), draft.payload()));
        }
        undo.push(() -> memory.setNumbers(before));
        memory.setNumbers(
                new LedgerMemory.Numbers(
                        event, posts.lastPost(), posts.lastChange(), effects.lastNumber()));
        return changes;
    }

    /// From here on the transaction refuses everything.
    void close() {
        open = false;
    }

    @Override
    public Actor actor() {
        return actor;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public BeadId newId(String prefix, String title, String description) {
        return whileOpen(beads).newId(prefix, title, description);
    }

    @Override
    public BeadId newChildId(BeadId parent) {
        return whileOpen(beads).newChildId(parent);
    }

    @Override
    public Bead create(Bead bead) {
        return whileOpen(beads).create(bead);
    }

    @Override
    public Bead update(Bead bead) {
        return whileOpen(beads).update(bead);
    }

    @Override
    public void emit(EventDraft event) {
        whileOpen(emitted).add(event);
    }

    @Override
    public List<EventDraft> emitted() {
        return List.copyOf(emitted);
    }

    @Override
    public Set<BeadId> changed() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(changes.beads.keySet()));
    }

    @Override
    public Post post(PostDraft draft) {
        return whileOpen(posts).post(draft);
    }

    @Override
    public void delivered(long postSeq, String network, long revision, String remoteId) {
        whileOpen(posts).delivered(postSeq, network, revision, remoteId);
    }

    @Override
    public void deliveryFailed(long postSeq, String network, String error, Instant notBefore) {
        whileOpen(posts).failed(postSeq, network, error, notBefore);
    }

    @Override
    public void deliveryDead(long postSeq, String network, String error) {
        whileOpen(posts).dead(postSeq, network, error);
    }

    @Override
    public void deliveryRevived(long postSeq, String network) {
        whileOpen(posts).revived(postSeq, network);
    }

    @Override
    public void intend(String key, String kind, JsonNode payload) {
        whileOpen(effects).intend(key, kind, payload);
    }

    @Override
    public void confirm(String key) {
        whileOpen(effects).confirm(key);
    }

    @Override
    public void abandon(String key) {
        whileOpen(effects).abandon(key);
    }

    @Override
    public Optional<Bead> find(BeadId id) {
        return whileOpen(view).find(id);
    }

    @Override
    public List<Bead> ofType(String type) {
        return whileOpen(view).ofType(type);
    }

    @Override
    public List<Bead> dependents(BeadId id) {
        return whileOpen(view).dependents(id);
    }

    @Override
    public List<Bead> ready(int limit) {
        return whileOpen(view).ready(limit);
    }

    @Override
    public boolean isReady(BeadId id) {
        return whileOpen(view).isReady(id);
    }

    @Override
    public boolean isBlocked(BeadId id) {
        return whileOpen(view).isBlocked(id);
    }

    @Override
    public int beadCount() {
        return whileOpen(view).beadCount();
    }

    @Override
    public Collection<BeadId> idsStartingWith(String prefix, int limit) {
        return whileOpen(view).idsStartingWith(prefix, limit);
    }

    @Override
    public long lastEvent() {
        return whileOpen(view).lastEvent();
    }

    @Override
    public Optional<Post> post(String key) {
        return Optional.ofNullable(whileOpen(posts).find(key));
    }

    @Override
    public List<Effect> openEffects(String kind) {
        return whileOpen(view).openEffects(kind);
    }

    @Override
    public Optional<Effect> effect(String key) {
        return Optional.ofNullable(whileOpen(effects).find(key)).map(NumberedEffect::effect);
    }

    private <T> T whileOpen(T part) {
        if (!open) {
            throw TownException.bug("A transaction was used after its work had ended.");
        }
        return part;
    }
}
