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
/// @param setBegan the number of the first try since a person last gave it a new set
/// @param tried the number of the last try that was begun; 0 before the first
public record Work(
        RigName rig,
        Optional<BeadId> convoy,
        int attempt,
        String lastWorker,
        Optional<Rework> rework,
        Optional<BeadId> mergeRequest,
        String commit,
        int setBegan,
        int tried) {
    public static final Aspect<Work> ASPECT = new Aspect<>("work", Work.class);

    /// Why work came back.
    ///
    /// @param base the commit a command was run on that failed, or left nothing, by itself, or that
    ///     was the target when a gate was red on what a command made: run again on the same commit
    ///     it is expected to end the same way. Empty for other causes.
    public record Rework(
            ReworkCause cause, List<String> files, String detail, Optional<String> base) {
        public Rework {
            files = List.copyOf(files);
        }

        public static Rework of(ReworkCause cause, List<String> files, String detail) {
            return new Rework(cause, files, detail, Optional.empty());
        }

        /// Whether the same command, or a gate on it, ended in the same way on the same commit again.
        boolean repeats(Rework before) {
            return base.isPresent() && equals(before);
        }
    }

    public Work {
        // A ledger of before sets were counted holds none.
        setBegan = setBegan > 0 ? setBegan : 1;
        // Likewise: what somebody worked on was tried.
        tried = tried == 0 && !lastWorker.isEmpty() ? attempt : tried;
    }

    public static Work fresh(RigName rig, Optional<BeadId> convoy) {
        return new Work(rig, convoy, 1, "", Optional.empty(), Optional.empty(), "", 1, 0);
    }

    public Work inConvoy(BeadId id) {
        return new Work(
                rig,
                Optional.of(id),
                attempt,
                lastWorker,
                rework,
                mergeRequest,
                commit,
                setBegan,
                tried);
    }

    public Work takenBy(String worker) {
        return new Work(
                rig, convoy, attempt, worker, rework, mergeRequest, commit, setBegan, attempt);
    }

    public Work submitted(BeadId request) {
        return new Work(
                rig,
                convoy,
                attempt,
                lastWorker,
                rework,
                Optional.of(request),
                commit,
                setBegan,
                tried);
    }

    public Work sentBack(Rework why) {
        return next(Optional.of(why), setBegan);
    }

    /// A person gives it a new set of tries. Their numbers go on: each try has a branch of its own,
    /// and what an earlier one left on its branch must never pass for the work of this one.
    public Work retried() {
        return next(rework, attempt + 1);
    }

    /// What it has to do was changed: what came back before says nothing about that.
    public Work anew() {
        return new Work(
                rig,
                convoy,
                attempt,
                lastWorker,
                Optional.empty(),
                mergeRequest,
                commit,
                setBegan,
                tried);
    }

    private Work next(Optional<Rework> why, int newSetBegan) {
        return new Work(
                rig,
                convoy,
                attempt + 1,
                lastWorker,
                why,
                Optional.empty(),
                commit,
                newSetBegan,
                tried);
    }

    /// Whether the present try is the last of its set.
    boolean isLastTry() {
        return attempt - setBegan + 1 >= Works.ATTEMPTS_MAX;
    }

    public Work mergedAs(String mergedCommit) {
        return new Work(
                rig,
                convoy,
                attempt,
                lastWorker,
                rework,
                mergeRequest,
                mergedCommit,
                setBegan,
                tried);
    }
}
