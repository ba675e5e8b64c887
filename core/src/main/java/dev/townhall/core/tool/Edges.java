package dev.townhall.core.tool;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Edges between beads: one to the same target, and none that makes work wait for itself.
final class Edges {
    static final int OF_A_BEAD_MAX = 50;
    private static final int WALKED_MAX = 10_000;
    private static final List<String> WAITING =
            List.of(
                    Dependency.BLOCKS,
                    Dependency.PARENT_CHILD,
                    Dependency.CONDITIONAL_BLOCKS,
                    Dependency.WAITS_FOR);

    private Edges() {}

    static String add(Transaction tx, Bead bead, Bead target, String type) {
        Optional<Dependency> known = between(bead, target.id());
        if (known.isPresent()) {
            throw TownException.wrongState(
                    "%s has an edge to %s already: %s. Remove it first."
                            .formatted(bead.id(), target.id(), known.get().type()));
        }
        Check.that(
                bead.dependencies().size() < OF_A_BEAD_MAX,
                "%s has %s edges; that is the most.",
                bead.id(),
                bead.dependencies().size());
        if (WAITING.contains(type) && reaches(tx, target.id(), bead.id())) {
            throw TownException.wrongState(
                    "%s depends on %s already, over other beads: they would wait for each other."
                            .formatted(target.id(), bead.id()));
        }
        tx.update(bead.plus(Dependency.on(target.id(), type, tx.now(), tx.actor())));
        changed(tx, bead);
        return "%s now has the edge %s to %s.".formatted(bead.id(), type, target.id());
    }

    static String remove(Transaction tx, Bead bead, Bead target, String type) {
        Dependency edge =
                between(bead, target.id())
                        .filter(found -> found.type().equals(type))
                        .orElseThrow(() ->
                                TownException.notFound(
                                        "%s has no edge %s to %s."
                                                .formatted(bead.id(), type, target.id())));
        List<Dependency> left = new ArrayList<>(bead.dependencies());
        left.remove(edge);
        tx.update(bead.withDependencies(left));
        changed(tx, bead);
        return "%s no longer has the edge %s to %s.".formatted(bead.id(), type, target.id());
    }

    private static void changed(Transaction tx, Bead bead) {
        Events.emit(tx, new TownEvent.BeadChanged(bead.id(), tx.actor(), List.of("dependencies")));
    }

    private static Optional<Dependency> between(Bead bead, BeadId target) {
        return bead.dependencies().stream()
                .filter(edge -> edge.target().equals(target.text()))
                .findFirst();
    }

    /// Whether `to` is found from `from` over edges that make work wait.
    private static boolean reaches(LedgerView view, BeadId from, BeadId to) {
        Set<BeadId> seen = new TreeSet<>();
        Deque<BeadId> open = new ArrayDeque<>();
        open.add(from);
        while (!open.isEmpty() && seen.size() < WALKED_MAX) {
            BeadId id = open.remove();
            if (id.equals(to)) {
                return true;
            }
            if (seen.add(id)) {
                view.find(id)
                        .ifPresent(
                                bead -> WAITING.forEach(type -> open.addAll(bead.targets(type))));
            }
        }
        return !open.isEmpty();
    }
}
