package dev.townhall.core.approval;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.time.Instant;
import java.util.ArrayList;
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
    ///
    /// @param names the first of its files, @param changes the same with their lines
    public record Subject(
            String branch,
            String head,
            String base,
            String diffHash,
            int files,
            int added,
            int removed,
            List<String> names,
            List<FileChange> changes) {
        public Subject {
            names = List.copyOf(names);
            // An approval asked by an earlier version has none.
            changes = changes == null ? List.of() : List.copyOf(changes);
        }

        /// A line a file, for people: `src/Login.java +12 -3`.
        public List<String> fileLines() {
            List<String> lines = new ArrayList<>();
            if (changes.isEmpty()) {
                lines.addAll(names);
            }
            changes.forEach(
                    it -> lines.add("%s +%s -%s".formatted(it.name(), it.added(), it.removed())));
            if (files > lines.size()) {
                lines.add("and " + (files - lines.size()) + " more");
            }
            return lines;
        }
    }

    /// Lines of one file that come and go.
    public record FileChange(String name, int added, int removed) {}

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
