package dev.townhall.core.approval;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A question only a person may answer, bound to exactly what was shown. Stored on a bead of type
/// `gate`. Every edge leads from PENDING to one of the others, once; the first decision wins.
///
/// @param bead the work it is about, @param mergeRequest what waits for it
/// @param expires when it counts as denied
public record Approval(
        State state,
        RigName rig,
        BeadId bead,
        BeadId mergeRequest,
        Optional<BeadId> convoy,
        Subject subject,
        Instant asked,
        Instant expires,
        Optional<Actor> decidedBy,
        Optional<Instant> decidedAt) {
    public static final Aspect<Approval> ASPECT = new Aspect<>("approval", Approval.class);

    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        SUPERSEDED
    }

    /// What exactly is approved: a commit on a branch, with the hash of its whole diff.
    public record Subject(
            String branch,
            String head,
            String base,
            String diffHash,
            int files,
            int added,
            int removed,
            List<String> names) {
        public Subject {
            names = List.copyOf(names);
        }
    }

    public Approval decided(State decision, Actor by, Instant at) {
        return new Approval(
                decision,
                rig,
                bead,
                mergeRequest,
                convoy,
                subject,
                asked,
                expires,
                Optional.of(by),
                Optional.of(at));
    }
}
