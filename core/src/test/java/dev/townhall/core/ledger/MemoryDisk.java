package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a [MemoryLedger] made durable: it outlives the ledger, so a crashed town can be opened again
/// on the same disk. A disk serves one open ledger at a time.
public final class MemoryDisk implements Rows {
    final TreeMap<BeadId, Bead> beads = new TreeMap<>();
    final List<EventRecord> events = new ArrayList<>();
    final TreeMap<Long, Post> posts = new TreeMap<>();
    final TreeMap<Long, TreeMap<String, Delivery>> deliveries = new TreeMap<>();

    /// Those of [#deliveries] that are pending: few, and asked for at every turn.
    final TreeMap<Long, TreeMap<String, Delivery>> pending = new TreeMap<>();

    final TreeMap<String, NumberedEffect> effects = new TreeMap<>();
    private final Map<String, Long> postNumbers = new HashMap<>();
    LedgerMemory.Numbers numbers = new LedgerMemory.Numbers(0, 0, 0, 0);

    /// A disk of its own with the same content: for trying two futures of one moment.
    public MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        copy.beads.putAll(beads);
        copy.events.addAll(events);
        posts.values().forEach(copy::put);
        deliveries.values().forEach(rows -> rows.values().forEach(copy::put));
        copy.effects.putAll(effects);
        copy.numbers = numbers;
        return copy;
    }

    /// Events from the first one, for checkers.
    public List<EventRecord> events() {
        return List.copyOf(events);
    }

    /// All posts in the order of arrival, for checkers.
    public List<Post> posts() {
        return List.copyOf(posts.values());
    }

    /// All beads by id, for checkers.
    public List<Bead> beads() {
        return List.copyOf(beads.values());
    }

    void write(Changes changes, LedgerMemory.Numbers newNumbers) {
        beads.putAll(changes.beads);
        events.addAll(changes.events);
        changes.posts.values().forEach(this::put);
        changes.deliveries.values().forEach(this::put);
        effects.putAll(changes.effects);
        numbers = newNumbers;
    }

    LedgerMemory load() {
        LedgerMemory memory = new LedgerMemory();
        memory.beads.load(beads.values());
        effects.forEach(memory::setOpenEffect);
        memory.setNumbers(numbers);
        return memory;
    }

    private void put(Delivery delivery) {
        long seq = delivery.postSeq();
        String network = delivery.network();
        deliveries.computeIfAbsent(seq, _ -> new TreeMap<>()).put(network, delivery);
        if (delivery.state() == Delivery.State.PENDING) {
            pending.computeIfAbsent(seq, _ -> new TreeMap<>()).put(network, delivery);
        } else {
            TreeMap<String, Delivery> rows = pending.getOrDefault(seq, new TreeMap<>());
            rows.remove(network);
            if (rows.isEmpty()) {
                pending.remove(seq);
            }
        }
    }

    private void put(Post post) {
        posts.put(post.seq(), post);
        postNumbers.put(post.key(), post.seq());
    }

    @Override
    public @Nullable Post post(String key) {
        Long seq = postNumbers.get(key);
        return seq == null ? null : posts.get(seq);
    }

    @Override
    public @Nullable Post post(long seq) {
        return posts.get(seq);
    }

    List<Delivery> deliveries(long postSeq) {
        TreeMap<String, Delivery> rows = deliveries.get(postSeq);
        return rows == null ? List.of() : List.copyOf(rows.values());
    }

    @Override
    public @Nullable Delivery delivery(long postSeq, String network) {
        TreeMap<String, Delivery> rows = deliveries.get(postSeq);
        return rows == null ? null : rows.get(network);
    }

    @Override
    public @Nullable NumberedEffect effect(String key) {
        return effects.get(key);
    }
}
