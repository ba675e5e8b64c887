package dev.townhall.core.approval;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.permission.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A question only a person may answer, bound to exactly what was shown. Stored on a bead of type
/// `gate`. Every edge leads from PENDING to one of the others, once; the first decision wins.
///
/// @param bead the work it is about
/// @param expires when it counts as denied
/// @param always whether it was approved for every time this is asked on the rig
public record Approval(
        State state,
        RigName rig,
        BeadId bead,
        Optional<BeadId> convoy,
        Subject subject,
        Instant asked,
        Instant expires,
        Optional<Actor> decidedBy,
        Optional<Instant> decidedAt,
        boolean always) {
    public static final Aspect<Approval> ASPECT = new Aspect<>("approval", Approval.class);

    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        SUPERSEDED
    }

    /// What exactly is approved.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Merge.class, name = "merge"),
        @JsonSubTypes.Type(value = ToolUse.class, name = "tool-use"),
        @JsonSubTypes.Type(value = Spending.class, name = "spending")
    })
    public sealed interface Subject {}

    /// A merge: a commit on a branch, with the hash of its whole diff.
    ///
    /// @param request the merge request that waits
    /// @param names the first of its files, @param changes the same with their lines
    /// @param excerpt how the diff begins
    public record Merge(
            BeadId request,
            String branch,
            String head,
            String base,
            String diffHash,
            int files,
            int added,
            int removed,
            List<String> names,
            List<FileChange> changes,
            String excerpt)
            implements Subject {
        public Merge {
            names = List.copyOf(names);
            // An approval asked by an earlier version has neither.
            changes = changes == null ? List.of() : List.copyOf(changes);
            excerpt = excerpt == null ? "" : excerpt;
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

    /// What an agent wants to do with one of its own tools.
    ///
    /// @param agentBead whose session waits, @param fence of that session
    /// @param request the session's own name for the request
    /// @param tool its name or title, @param arguments exactly what it is to be given
    /// @param folder where it works, @param why what the policy finds about it
    /// @param always the rule that "always" makes, if there can be one
    public record ToolUse(
            Actor agent,
            BeadId agentBead,
            long fence,
            String request,
            String tool,
            String arguments,
            String folder,
            String why,
            Optional<Rule> always)
            implements Subject {}

    /// That more may be spent on something than was settled: its cap is reached, or it cannot be kept
    /// because what an agent uses is not known.
    ///
    /// @param on a convoy, or the bead of a day's sum
    /// @param what `convoy hq-cv-1`, `rig shop on 2026-11-21` or `the town on 2026-11-21`
    /// @param ofTown whether it is the whole town's
    /// @param limit what may be spent before this is approved
    /// @param more what approval adds
    /// @param spent of the limit, for people
    /// @param unmeasured whose use is not known, if that is the reason
    public record Spending(
            BeadId on,
            String what,
            boolean ofTown,
            Amount limit,
            Amount more,
            String spent,
            Optional<Unmeasured> unmeasured)
            implements Subject {
        /// Why nothing more is spent, in a sentence.
        public String why() {
            return unmeasured
                    .map(it ->
                            "The cap of %s for %s cannot be kept: %s."
                                    .formatted(limit.sentence(), what, it.sentence()))
                    .orElseGet(() ->
                            "The cap of %s for %s is reached: %s spent."
                                    .formatted(limit.sentence(), what, spent));
        }

        /// What approval means, in a sentence.
        public String meaning() {
            return unmeasured
                    .map(it ->
                            "Approval lets %s go on for %s without counting it."
                                    .formatted(it.name(), what))
                    .orElseGet(() ->
                            "Approval adds %s: up to %s in all."
                                    .formatted(more.sentence(), limit.plus(more).sentence()));
        }
    }

    /// An agent whose turns cannot be held against a cap.
    ///
    /// @param preset the kind of agent
    /// @param model its names, empty where it gives none
    /// @param priced whether its price is known, and only its tokens are not
    public record Unmeasured(String preset, List<String> model, boolean priced) {
        public Unmeasured {
            model = List.copyOf(model);
        }

        /// `qwen3-coder (qwen)`, or `qwen`, which does not name its model.
        public String name() {
            return model.isEmpty() ? preset : model.getFirst() + " (" + preset + ")";
        }

        /// What is not known, as a clause.
        public String sentence() {
            if (priced) {
                return name() + " does not say what its turns use";
            }
            return model.isEmpty()
                    ? preset + " does not name its model, so its price is not known"
                    : name() + " has no price";
        }
    }

    /// The rig whose people decide; empty when the town's do.
    public Optional<RigName> decidedIn() {
        return subject instanceof Spending spending && spending.ofTown()
                ? Optional.empty()
                : Optional.of(rig);
    }

    /// The merge that is asked about, if it is one.
    public Optional<Merge> merge() {
        return subject instanceof Merge merge ? Optional.of(merge) : Optional.empty();
    }

    /// A fresh question.
    public static Approval pending(
            RigName rig,
            BeadId bead,
            Optional<BeadId> convoy,
            Subject subject,
            Instant asked,
            Instant expires) {
        return new Approval(
                State.PENDING,
                rig,
                bead,
                convoy,
                subject,
                asked,
                expires,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /// Approved, this time and every time the rule of its subject fits.
    public Approval forAlways() {
        return new Approval(
                state, rig, bead, convoy, subject, asked, expires, decidedBy, decidedAt, true);
    }

    /// Lines of one file that come and go.
    public record FileChange(String name, int added, int removed) {}

    public Approval decided(State decision, Actor by, Instant at) {
        return new Approval(
                decision,
                rig,
                bead,
                convoy,
                subject,
                asked,
                expires,
                Optional.of(by),
                Optional.of(at),
                always);
    }
}
