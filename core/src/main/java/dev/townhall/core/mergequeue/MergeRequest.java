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
///   READY --> AWAITING_APPROVAL --> READY (approved)      READY --> PREPARING (gates run)
///   PREPARING --green--> MERGING --pushed--> MERGED       PREPARING, MERGING --> READY (again)
///   READY, PREPARING, AWAITING_APPROVAL --> FAILED (sent back), REJECTED (by a person)
/// ```
///
/// @param base where the work began, @param head its last commit on the worker branch
/// @param approval the approval asked for this head
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
        Instant submitted) {
    public static final Aspect<MergeRequest> ASPECT = new Aspect<>("merge", MergeRequest.class);

    public enum Phase {
        READY,
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
                    Phase.READY,
                    List.of(
                            Phase.AWAITING_APPROVAL,
                            Phase.PREPARING,
                            Phase.MERGED,
                            Phase.FAILED,
                            Phase.REJECTED),
                    Phase.AWAITING_APPROVAL,
                    List.of(Phase.READY, Phase.FAILED, Phase.REJECTED),
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
        return new MergeRequest(
                next,
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
                submitted);
    }

    public MergeRequest awaiting(BeadId asked) {
        MergeRequest waiting =
                phase == Phase.AWAITING_APPROVAL ? this : to(Phase.AWAITING_APPROVAL);
        return new MergeRequest(
                waiting.phase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                head,
                approvalRequired,
                Optional.of(asked),
                false,
                stacked,
                submitted);
    }

    public MergeRequest withApproval() {
        MergeRequest ready = to(Phase.READY);
        return new MergeRequest(
                ready.phase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                head,
                approvalRequired,
                approval,
                true,
                stacked,
                submitted);
    }

    /// With the head the branch has now.
    public MergeRequest at(String newHead) {
        return new MergeRequest(
                phase,
                rig,
                bead,
                convoy,
                worker,
                branch,
                base,
                newHead,
                approvalRequired,
                approval,
                approved,
                stacked,
                submitted);
    }

    public MergeRequest stackedAs(String commit) {
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
                commit,
                submitted);
    }

    private static String lower(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
