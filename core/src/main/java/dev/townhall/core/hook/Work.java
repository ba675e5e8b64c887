package dev.townhall.core.hook;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.TownEvent.ReworkCause;
import java.util.List;
import java.util.Optional;

/// What the town knows of a bead as work: where, for which convoy, how often tried, what came back.
///
/// @param attempt the number of the next or present try, from 1
/// @param lastWorker the polecat that tried last (its short name): a rework goes back to it
/// @param rework why it was sent back last
/// @param mergeRequest the request that carries it now
/// @param commit the commit on the target that closed it
public record Work(
        RigName rig,
        Optional<BeadId> convoy,
        int attempt,
        String lastWorker,
        Optional<Rework> rework,
        Optional<BeadId> mergeRequest,
        String commit) {
    public static final Aspect<Work> ASPECT = new Aspect<>("work", Work.class);

    public record Rework(ReworkCause cause, List<String> files, String detail) {
        public Rework {
            files = List.copyOf(files);
        }
    }

    public static Work fresh(RigName rig, Optional<BeadId> convoy) {
        return new Work(rig, convoy, 1, "", Optional.empty(), Optional.empty(), "");
    }

    public Work inConvoy(BeadId id) {
        return new Work(rig, Optional.of(id), attempt, lastWorker, rework, mergeRequest, commit);
    }

    public Work takenBy(String worker) {
        return new Work(rig, convoy, attempt, worker, rework, mergeRequest, commit);
    }

    public Work submitted(BeadId request) {
        return new Work(rig, convoy, attempt, lastWorker, rework, Optional.of(request), commit);
    }

    public Work sentBack(Rework why) {
        return new Work(
                rig, convoy, attempt + 1, lastWorker, Optional.of(why), Optional.empty(), commit);
    }

    /// A person gives it a new set of tries. Their numbers go on: each try has a branch of its own,
    /// and what an earlier one left on its branch must never pass for the work of this one.
    public Work retried() {
        int sets = (attempt + Works.ATTEMPTS_MAX - 1) / Works.ATTEMPTS_MAX;
        int next = sets * Works.ATTEMPTS_MAX + 1;
        return new Work(rig, convoy, next, lastWorker, rework, Optional.empty(), commit);
    }

    /// Whether the present try is the last of its set.
    boolean isLastTry() {
        return attempt % Works.ATTEMPTS_MAX == 0;
    }

    public Work mergedAs(String mergedCommit) {
        return new Work(rig, convoy, attempt, lastWorker, rework, mergeRequest, mergedCommit);
    }
}
