package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadIds;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All beads in memory, findable by id, type, edge and readiness. Not thread-safe: its owner guards
/// it.
final class BeadIndex {
    private final TreeMap<String, Bead> beads = new TreeMap<>();
    private final Map<String, SortedSet<BeadId>> byType = new HashMap<>();
    private final Map<String, SortedSet<BeadId>> incoming = new HashMap<>();
    private final Map<String, Integer> topLevelCounts = new HashMap<>();
    private final Map<String, Integer> lastChildren = new HashMap<>();
    private final ReadySet ready = new ReadySet(this);

    @Nullable Bead find(BeadId id) {
        return beads.get(id.text());
    }

    @Nullable Bead find(String id) {
        return beads.get(id);
    }

    Bead get(BeadId id) {
        Bead bead = beads.get(id.text());
        if (bead == null) {
            throw TownException.bug("The index names " + id + " but does not hold it.");
        }
        return bead;
    }

    Collection<Bead> all() {
        return beads.values();
    }

    int size() {
        return beads.size();
    }

    List<Bead> ofType(String type) {
        return beadsOf(byType.get(type));
    }

    /// Ids of the beads that carry an edge to `target`, in order.
    Set<BeadId> incoming(String target) {
        Set<BeadId> found = incoming.get(target);
        return found == null ? Set.of() : Collections.unmodifiableSet(found);
    }

    List<Bead> dependents(BeadId id) {
        return beadsOf(incoming.get(id.text()));
    }

    List<BeadId> startingWith(String prefix, int limit) {
        List<BeadId> found = new ArrayList<>();
        if (limit <= 0) {
            return found;
        }
        for (Map.Entry<String, Bead> entry : beads.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix) || found.size() >= limit) {
                break;
            }
            found.add(entry.getValue().id());
        }
        return found;
    }

    /// How many ids there are of the form `<prefix>-…` without a dot.
    int topLevelCount(String prefix) {
        return topLevelCounts.getOrDefault(prefix, 0);
    }

    /// The highest number among the ids `<parent>.<n>`, 0 when there is none.
    int lastChild(BeadId parent) {
        return lastChildren.getOrDefault(parent.text(), 0);
    }

    List<Bead> ready(Instant now, int limit) {
        return ready.at(now, limit);
    }

    boolean isReady(BeadId id, Instant now) {
        return ready.contains(id, now);
    }

    boolean isBlocked(BeadId id) {
        Bead bead = find(id);
        return bead != null && ready.isBlocked(bead);
    }

    /// Stores `bead` and returns what it replaced.
    @Nullable Bead put(Bead bead) {
        return replace(bead.id(), bead);
    }

    /// Fills the empty index: the same as putting all of them, without looking at any twice.
    void load(Collection<Bead> all) {
        for (Bead bead : all) {
            beads.put(bead.id().text(), bead);
            countId(bead.id(), 1);
            reindexType(bead.id(), null, bead);
            reindexEdges(bead.id(), null, bead);
        }
        ready.load(all);
    }

    /// Makes `id` what it was: `before`, or absent.
    void restore(BeadId id, @Nullable Bead before) {
        replace(id, before);
    }

    private @Nullable Bead replace(BeadId id, @Nullable Bead after) {
        Bead before = find(id);
        if (after == null) {
            beads.remove(id.text());
        } else {
            beads.put(id.text(), after);
        }
        if ((before == null) != (after == null)) {
            countId(id, after == null ? -1 : 1);
        }
        reindexType(id, before, after);
        reindexEdges(id, before, after);
        ready.changed(id, before, after);
        return before;
    }

    private void reindexType(BeadId id, @Nullable Bead before, @Nullable Bead after) {
        if (before != null && (after == null || !after.type().equals(before.type()))) {
            remove(byType, before.type(), id);
        }
        if (after != null && (before == null || !after.type().equals(before.type()))) {
            byType.computeIfAbsent(after.type(), _ -> new TreeSet<>()).add(id);
        }
    }

    private void reindexEdges(BeadId id, @Nullable Bead before, @Nullable Bead after) {
        List<Dependency> old = before == null ? List.of() : before.dependencies();
        List<Dependency> now = after == null ? List.of() : after.dependencies();
        if (old.equals(now)) {
            return;
        }
        for (Dependency edge : old) {
            remove(incoming, edge.target(), id);
        }
        for (Dependency edge : now) {
            incoming.computeIfAbsent(edge.target(), _ -> new TreeSet<>()).add(id);
        }
    }

    private void countId(BeadId id, int change) {
        String text = id.text();
        if (text.indexOf('.') < 0) {
            for (int i = text.indexOf('-'); i > 0; i = text.indexOf('-', i + 1)) {
                topLevelCounts.merge(text.substring(0, i), change, Integer::sum);
            }
        }
        OptionalInt number = BeadIds.childNumber(id);
        if (number.isPresent()) {
            String parent = text.substring(0, text.lastIndexOf('.'));
            int last = change > 0 ? lastChildren.getOrDefault(parent, 0) : highestChild(parent);
            lastChildren.put(parent, change > 0 ? Math.max(last, number.getAsInt()) : last);
        }
    }

    private int highestChild(String parent) {
        int highest = 0;
        for (Map.Entry<String, Bead> entry : beads.tailMap(parent + ".").entrySet()) {
            String text = entry.getKey();
            if (!text.startsWith(parent + ".")) {
                break;
            }
            if (text.lastIndexOf('.') == parent.length()) {
                highest = Math.max(highest, BeadIds.childNumber(entry.getValue().id()).orElse(0));
            }
        }
        return highest;
    }

    private List<Bead> beadsOf(@Nullable Set<BeadId> ids) {
        if (ids == null) {
            return List.of();
        }
        List<Bead> found = new ArrayList<>(ids.size());
        for (BeadId id : ids) {
            found.add(get(id));
        }
        return found;
    }

    private static void remove(Map<String, SortedSet<BeadId>> sets, String key, BeadId id) {
        Set<BeadId> set = sets.get(key);
        if (set != null && set.remove(id) && set.isEmpty()) {
            sets.remove(key);
        }
    }
}
