package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the edges between beads mean for waiting.
///
/// - `blocks` holds while its target is unfinished.
/// - `conditional-blocks` holds until its target is closed with a reason that tells of failure: it
///   is the way out when something else did not work.
/// - `waits-for` holds while a child of its target is unfinished; with the gate `any-children`, only
///   until one of them is closed.
/// - `parent-child` does not hold by itself; what holds a parent holds everything below it.
///
/// A target that the ledger does not have, an `external:` one included, holds nothing.
final class HoldingEdges {
    private static final List<String> FAILURE_WORDS =
            List.of(
                    "failed",
                    "rejected",
                    "wontfix",
                    "won't fix",
                    "canceled",
                    "cancelled",
                    "abandoned",
                    "blocked",
                    "error",
                    "timeout",
                    "aborted");

    private final BeadIndex index;

    HoldingEdges(BeadIndex index) {
        this.index = index;
    }

    /// Whether one of the edges of `bead` holds it.
    boolean hold(Bead bead) {
        return bead.status().isActive() && bead.dependencies().stream().anyMatch(this::holds);
    }

    /// Beads that an edge to `target` may hold.
    List<BeadId> heldBy(String target) {
        return carriers(target, List.of(Dependency.BLOCKS, Dependency.CONDITIONAL_BLOCKS));
    }

    List<BeadId> waitersFor(String spawner) {
        return carriers(spawner, List.of(Dependency.WAITS_FOR));
    }

    List<BeadId> children(String parent) {
        return carriers(parent, List.of(Dependency.PARENT_CHILD));
    }

    /// Every bead above `bead` by parent-child edges, nearest first, each once.
    Collection<Bead> ancestors(Bead bead) {
        List<String> parents = targets(bead, Dependency.PARENT_CHILD);
        if (parents.isEmpty()) {
            return List.of();
        }
        Map<BeadId, Bead> found = new LinkedHashMap<>();
        Deque<String> waiting = new ArrayDeque<>(parents);
        while (!waiting.isEmpty()) {
            Bead parent = index.find(waiting.remove());
            if (parent != null && found.put(parent.id(), parent) == null) {
                waiting.addAll(targets(parent, Dependency.PARENT_CHILD));
            }
        }
        return found.values();
    }

    static List<String> targets(Bead bead, String type) {
        List<String> targets = new ArrayList<>();
        for (Dependency edge : bead.dependencies()) {
            if (edge.type().equals(type)) {
                targets.add(edge.target());
            }
        }
        return targets;
    }

    private boolean holds(Dependency edge) {
        Bead target = index.find(edge.target());
        return switch (edge.type()) {
            case Dependency.BLOCKS -> target != null && target.status().isActive();
            case Dependency.CONDITIONAL_BLOCKS -> target != null && !isGone(target);
            case Dependency.WAITS_FOR -> holdsForChildren(edge);
            default -> false;
        };
    }

    private boolean holdsForChildren(Dependency edge) {
        boolean someActive = false;
        boolean someClosed = false;
        for (BeadId id : children(edge.target())) {
            BeadStatus status = index.get(id).status();
            someActive |= status.isActive();
            someClosed |= status.isClosed();
        }
        return someActive && !(someClosed && isAnyChildrenGate(edge));
    }

    private static boolean isGone(Bead target) {
        return target.status().equals(BeadStatus.TOMBSTONE)
                || (target.isClosed() && tellsOfFailure(target.closeReason()));
    }

    private static boolean tellsOfFailure(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return FAILURE_WORDS.stream().anyMatch(lower::contains);
    }

    /// The gate stands in the edge's metadata, which is JSON inside a string. Whatever cannot be
    /// read there means the stricter gate.
    private static boolean isAnyChildrenGate(Dependency edge) {
        JsonNode metadata = edge.rest().get("metadata");
        if (metadata == null) {
            return false;
        }
        try {
            JsonNode gate = metadata.isTextual() ? Json.parse(metadata.textValue()) : metadata;
            return gate.path("gate").asText().equals("any-children");
        } catch (TownException e) {
            return false;
        }
    }

    private List<BeadId> carriers(String target, List<String> types) {
        List<BeadId> carriers = new ArrayList<>();
        for (BeadId id : index.incoming(target)) {
            for (Dependency edge : index.get(id).dependencies()) {
                if (edge.target().equals(target) && types.contains(edge.type())) {
                    carriers.add(id);
                    break;
                }
            }
        }
        return carriers;
    }
}
