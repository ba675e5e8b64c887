package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rule of ready work, written down once more without any index: from all beads, each time anew.
final class NaiveReady {
    private static final Set<String> UNFINISHED_NOT = Set.of("closed", "pinned", "tombstone");

    private final Map<String, Bead> beads = new LinkedHashMap<>();

    NaiveReady(Iterable<Bead> all) {
        all.forEach(bead -> beads.put(bead.id().text(), bead));
    }

    List<BeadId> ready(Instant now) {
        List<Bead> ready = new ArrayList<>();
        for (Bead bead : beads.values()) {
            boolean open = bead.status().text().equals("open");
            boolean work = !bead.pinned() && !bead.ephemeral() && isWork(bead.type());
            if (open
                    && work
                    && !keptBack(bead, new HashSet<>())
                    && !asleep(bead, now, new HashSet<>())) {
                ready.add(bead);
            }
        }
        ready.sort(
                Comparator.comparingInt(Bead::priority)
                        .thenComparing(Bead::createdAt, Comparator.reverseOrder())
                        .thenComparing(Bead::id));
        return ready.stream().map(Bead::id).toList();
    }

    boolean isBlocked(Bead bead) {
        return unfinished(bead) && keptBack(bead, new HashSet<>());
    }

    private static boolean isWork(String type) {
        return switch (type) {
            case "merge-request", "gate", "molecule", "message", "agent", "role", "rig" -> false;
            case "convoy", "escalation", "person", "epic", "event", "slot", "queue" -> false;
            default -> true;
        };
    }

    private boolean keptBack(Bead bead, Set<String> seen) {
        if (!seen.add(bead.id().text())) {
            return false;
        }
        if (unfinished(bead) && bead.dependencies().stream().anyMatch(this::keepsBack)) {
            return true;
        }
        return parents(bead).stream().anyMatch(parent -> keptBack(parent, seen));
    }

    private boolean asleep(Bead bead, Instant now, Set<String> seen) {
        if (!seen.add(bead.id().text())) {
            return false;
        }
        Instant until = bead.deferUntil();
        return (until != null && until.isAfter(now))
                || parents(bead).stream().anyMatch(parent -> asleep(parent, now, seen));
    }

    private boolean keepsBack(Dependency edge) {
        Bead target = beads.get(edge.target());
        if (edge.type().equals("waits-for")) {
            List<Bead> children =
                    beads.values().stream()
                            .filter(bead -> parentIds(bead).contains(edge.target()))
                            .toList();
            boolean any = gate(edge).equals("any-children");
            return children.stream().anyMatch(NaiveReady::unfinished)
                    && !(any && children.stream().anyMatch(Bead::isClosed));
        }
        if (target == null) {
            return false;
        }
        return switch (edge.type()) {
            case "blocks" -> unfinished(target);
            case "conditional-blocks" ->
                    !target.status().text().equals("tombstone")
                            && !(target.isClosed()
                                    && target.closeReason()
                                            .toLowerCase(Locale.ROOT)
                                            .contains("failed"));
            default -> false;
        };
    }

    private static String gate(Dependency edge) {
        JsonNode metadata = edge.rest().get("metadata");
        try {
            return metadata == null ? "" : Json.parse(metadata.asText()).path("gate").asText("");
        } catch (TownException e) {
            return "";
        }
    }

    private List<Bead> parents(Bead bead) {
        List<Bead> parents = new ArrayList<>();
        for (String id : parentIds(bead)) {
            @Nullable Bead parent = beads.get(id);
            if (parent != null) {
                parents.add(parent);
            }
        }
        return parents;
    }

    private static List<String> parentIds(Bead bead) {
        return bead.dependencies().stream()
                .filter(edge -> edge.type().equals("parent-child"))
                .map(Dependency::target)
                .toList();
    }

    private static boolean unfinished(Bead bead) {
        return !UNFINISHED_NOT.contains(bead.status().text());
    }
}
