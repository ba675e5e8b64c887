package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.simulation.worker.Collisions;
import dev.townhall.core.worktree.SimulatedGit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A conflict is put before the resolver once, and no half of a merge comes onto the target.
final class Joins {
    private final SimulatedGit git;
    private final Map<BeadId, Set<String>> offered = new LinkedHashMap<>();

    Joins(SimulatedGit git) {
        this.git = git;
    }

    void check(TownEvent event) {
        if (event instanceof TownEvent.ConflictOffered conflict) {
            Set<String> targets =
                    offered.computeIfAbsent(
                            conflict.mergeRequest(), request -> new LinkedHashSet<>());
            Violation.unless(
                    targets.add(conflict.target()),
                    "the conflict of %s with %s was offered twice",
                    conflict.bead(),
                    conflict.target());
            Violation.unless(
                    targets.size() <= Resolving.NUMBER_MAX,
                    "%s was offered %s times",
                    conflict.mergeRequest(),
                    targets.size());
        }
    }

    void moved(SimulatedGit.Move move) {
        git.commit(move.to())
                .files()
                .forEach((file, text) -> {
                    Violation.unless(
                            !Collisions.isMarked(text), "%s holds a marker on the target", file);
                    Violation.unless(
                            !file.equals("meddled"), "a resolver changed what was not its own");
                });
    }
}
