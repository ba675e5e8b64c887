package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.WorkTypes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ready work of an index, kept up to date change by change: the cost of a change follows what
/// it touches, not how much there is.
///
/// A bead is *held* when one of its own edges holds it (see [HoldingEdges]). It is ready when it is
/// open work and neither it nor any bead above it by parent-child edges is held. Deferral depends on
/// the clock, so a bead that only waits for a date stays in the set with the time it wakes.
final class ReadySet {
    private final BeadIndex index;
    private final HoldingEdges edges;
    private final Set<BeadId> held = new HashSet<>();
    private final Map<BeadId, ReadyKey> keys = new HashMap<>();
    private final TreeSet<ReadyKey> order = new TreeSet<>();

    ReadySet(BeadIndex index) {
        this.index = index;
        this.edges = new HoldingEdges(index);
    }

    List<Bead> at(Instant now, int limit) {
        List<Bead> ready = new ArrayList<>();
        for (ReadyKey key : order) {
            if (ready.size() >= limit) {
                break;
            }
            if (key.isAwake(now)) {
                ready.add(index.get(key.id()));
            }
        }
        return ready;
    }

    boolean contains(BeadId id, Instant now) {
        ReadyKey key = keys.get(id);
        return key != null && key.isAwake(now);
    }

    /// Whether an unfinished bead keeps `bead`, or a bead above it, waiting.
    boolean isBlocked(Bead bead) {
        return bead.status().isActive() && isHeldWithAncestors(bead);
    }

    /// Computes the set of an index that was just filled with `all`.
    void load(Collection<Bead> all) {
        for (Bead bead : all) {
            if (edges.hold(bead)) {
                held.add(bead.id());
            }
        }
        for (Bead bead : all) {
            place(bead.id(), bead);
        }
    }

    /// Takes note that the index now holds `after` where it held `before`.
    void changed(BeadId id, @Nullable Bead before, @Nullable Bead after) {
        List<String> parentsBefore = parents(before);
        List<String> parentsAfter = parents(after);
        boolean sameParents = parentsBefore.equals(parentsAfter);
        boolean sameWeight = weighsTheSame(before, after);
        reconsider(id);
        boolean appeared = (before == null) != (after == null);
        if (appeared || !sameParents || !Objects.equals(deferral(before), deferral(after))) {
            placeTree(id);
        }
        if (!sameWeight) {
            edges.heldBy(id.text()).forEach(this::reconsider);
        }
        if (!sameWeight || !sameParents) {
            Set<String> spawners = new LinkedHashSet<>(parentsBefore);
            spawners.addAll(parentsAfter);
            for (String spawner : spawners) {
                edges.waitersFor(spawner).forEach(this::reconsider);
            }
        }
    }

    private void reconsider(BeadId id) {
        Bead bead = index.find(id);
        boolean holds = bead != null && edges.hold(bead);
        boolean flipped = holds ? held.add(id) : held.remove(id);
        if (flipped) {
            placeTree(id);
        } else {
            place(id);
        }
    }

    private void placeTree(BeadId root) {
        Set<BeadId> seen = new HashSet<>();
        Deque<BeadId> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            BeadId id = waiting.remove();
            if (seen.add(id)) {
                place(id);
                waiting.addAll(edges.children(id.text()));
            }
        }
    }

    private void place(BeadId id) {
        place(id, index.find(id));
    }

    private void place(BeadId id, @Nullable Bead bead) {
        ReadyKey key = keyOf(bead);
        ReadyKey old = key == null ? keys.remove(id) : keys.put(id, key);
        if (old != null && !old.equals(key)) {
            order.remove(old);
        }
        if (key != null && !key.equals(old)) {
            order.add(key);
        }
    }

    private @Nullable ReadyKey keyOf(@Nullable Bead bead) {
        if (bead == null || !WorkTypes.isOpenWork(bead) || isHeldWithAncestors(bead)) {
            return null;
        }
        return new ReadyKey(bead.priority(), bead.createdAt(), bead.id(), wakeTime(bead));
    }

    private boolean isHeldWithAncestors(Bead bead) {
        if (held.contains(bead.id())) {
            return true;
        }
        for (Bead ancestor : edges.ancestors(bead)) {
            if (held.contains(ancestor.id())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Instant wakeTime(Bead bead) {
        Instant wake = bead.deferUntil();
        for (Bead ancestor : edges.ancestors(bead)) {
            Instant other = ancestor.deferUntil();
            if (other != null && (wake == null || other.isAfter(wake))) {
                wake = other;
            }
        }
        return wake;
    }

    private static boolean weighsTheSame(@Nullable Bead before, @Nullable Bead after) {
        return before != null
                && after != null
                && before.status().equals(after.status())
                && before.closeReason().equals(after.closeReason());
    }

    private static @Nullable Instant deferral(@Nullable Bead bead) {
        return bead == null ? null : bead.deferUntil();
    }

    private static List<String> parents(@Nullable Bead bead) {
        return bead == null ? List.of() : HoldingEdges.targets(bead, Dependency.PARENT_CHILD);
    }
}
