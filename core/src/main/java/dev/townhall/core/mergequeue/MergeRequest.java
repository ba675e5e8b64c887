package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A submitted branch on its way to the target. Stored on a bead of type `merge-request`.
///
/// ```
///   WITNESSING --accepted--> READY, MERGED (nothing to merge)    --not accepted--> FAILED (sent back)
///   READY --> AWAITING_APPROVAL --> READY (approved), WITNESSING (its branch moved: judged anew)
///   READY --> PREPARING (gates run)
///   READY --conflicts again--> RESOLVING --joined--> READY, WITNESSING (judged anew)
///   PREPARING --green--> MERGING --pushed--> MERGED       PREPARING, MERGING --> READY (again)
///   all before MERGING --> FAILED (sent back), REJECTED (taken out of the queue: by a person, by the
///                          witness that gave it up, or by the town where no verdict came)
/// ```
///
/// @param base where the work began, @param head its last commit on the worker branch
/// @param approval the approval asked for this head
/// @param witnessing what a witness judges and said, where one was asked for
/// @param resolving the conflict that was put before the rig's resolver, if one was
/// @param stacked the commit it became in the stack now proved or pushed
public record MergeRequest(
        Phase phase,
        RigName rig,
        BeadId bead,
        Optional<BeadId> convoy,
        Actor worker,
        String branch,
        String base,
        String head,
        boolean approvalRequired,
        Optional<BeadId> approval,
        boolean approved,
        String stacked,
        Instant submitted,
        Optional<Witnessing> witnessing,
        Optional<Resolving> resolving) {
    public static final Aspect<MergeRequest> ASPECT = new Aspect<>("merge", MergeRequest.class);

    public enum Phase {
        WITNESSING,
        READY,
        RESOLVING,
        AWAITING_APPROVAL,
        PREPARING,
        MERGING,
        MERGED,
        FAILED,
        REJECTED;

        public boolean isOver() {
            return this == MERGED || this == FAILED || this == REJECTED;
        }
    }

    private static final Map<Phase, List<Phase>> EDGES =
            Map.of(
                    Phase.WITNESSING,
                    List.of(Phase.READY, Phase.MERGED, Phase.FAILED, Phase.REJECTED),
                    Phase.READY,
                    List.of(
                            Phase.AWAITING_APPROVAL,
                            Phase.RESOLVING,
                            Phase.PREPARING,
                            Phase.MERGED,
                            Phase.FAILED,
                            Phase.REJECTED),
                    Phase.RESOLVING,
                    List.of(Phase.READY, Phase.WITNESSING, Phase.REJECTED),
                    Phase.AWAITING_APPROVAL,
                    List.of(Phase.READY, Phase.WITNESSING, Phase.FAILED, Phase.REJECTED),
                    Phase.PREPARING,
                    List.of(Phase.READY, Phase.MERGING, Phase.FAILED, Phase.REJECTED),
                    Phase.MERGING,
                    List.of(Phase.READY, Phase.MERGED),
                    Phase.MERGED,
                    List.of(),
                    Phase.FAILED,
                    List.of(),
                    Phase.REJECTED,
                    List.of());

    public MergeRequest to(Phase next) {
        if (!EDGES.getOrDefault(phase, List.of()).contains(next)) {
            throw TownException.wrongState(
                    "The merge request of %s cannot become %s: it is %s."
                            .formatted(bead, lower(next), lower(phase)));
        }
        return with(next, head, approval, approved, stacked, witnessing);
    }

    public MergeRequest awaiting(BeadId asked) {
        MergeRequest waiting =
                phase == Phase.AWAITING_APPROVAL ? this : to(Phase.AWAITING_APPROVAL);
        return with(waiting.phase, head, Optional.of(asked), false, stacked, witnessing);
    }

    public MergeRequest withApproval() {
        return with(to(Phase.READY).phase, head, approval, true, stacked, witnessing);
    }

    /// With the head the branch has now.
    public MergeRequest at(String newHead) {
        return with(phase, newHead, approval, approved, stacked, witnessing);
    }

    /// At another head than the one that was judged: a verdict on that, and an approval of it, say
    /// nothing about this one.
    ///
    /// @param anew what the witness has to judge now
    MergeRequest judgedAnew(String newHead, Witnessing anew) {
        MergeRequest again = to(Phase.WITNESSING);
        return with(again.phase, newHead, Optional.empty(), false, stacked, Optional.of(anew));
    }

    public MergeRequest stackedAs(String commit) {
        return with(phase, head, approval, approved, commit, witnessing);
    }

    /// With a verdict on it. What becomes of it by that is a step of its own.
    MergeRequest testified(Witnessing.Testimony testimony) {
        return with(
                phase, head, approval, approved, stacked, witnessing.map(it -> it.with(testimony)));
    }

    /// Whether there is nothing to merge: the work proves itself in another way.
    public boolean changesNothing() {
        return head.equals(base);
    }

    /// The verdict of the witness, once there is one.
    public Optional<Witnessing.Testimony> testimony() {
        return witnessing.flatMap(Witnessing::testimony);
    }

    /// It conflicts, and the rig's resolver is to join it with the target. What was approved and
    /// accepted is no longer what will be merged.
    MergeRequest toResolve(Resolving conflict) {
        return new MergeRequest(
                to(Phase.RESOLVING).phase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                head,
                approvalRequired,
                Optional.empty(),
                false,
                stacked,
                submitted,
                witnessing,
                Optional.of(conflict));
    }

    /// With what is known of its conflict now.
    MergeRequest with(Resolving conflict) {
        return new MergeRequest(
                phase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                head,
                approvalRequired,
                approval,
                approved,
                stacked,
                submitted,
                witnessing,
                Optional.of(conflict));
    }

    /// Joined with the target, on a branch of the resolver's: it goes on from there as work that was
    /// just submitted.
    ///
    /// @param anew what a witness has to judge now, where one was asked for
    MergeRequest resolved(
            Resolving conflict,
            String newBranch,
            String newBase,
            String newHead,
            Optional<Witnessing> anew) {
        return new MergeRequest(
                to(anew.isPresent() ? Phase.WITNESSING : Phase.READY).phase,
                rig,
                bead,
                convoy,
                worker,
                newBranch,
                newBase,
                newHead,
                approvalRequired,
                Optional.empty(),
                false,
                "",
                submitted,
                anew,
                Optional.of(conflict));
    }

    private MergeRequest with(
            Phase newPhase,
            String newHead,
            Optional<BeadId> newApproval,
            boolean nowApproved,
            String newStacked,
            Optional<Witnessing> newWitnessing) {
        return new MergeRequest(
                newPhase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                newHead,
                approvalRequired,
                newApproval,
                nowApproved,
                newStacked,
                submitted,
                newWitnessing,
                resolving);
    }

    private static String lower(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
