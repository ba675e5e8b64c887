package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.worktree.RigRepository.DiffSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a witness has to judge, and what it said. Part of a [MergeRequest].
///
/// @param claim what the worker says it did; empty where commands did it
/// @param changes the first of the changed files, a line each
/// @param testimony the verdict, once it was given
public record Witnessing(
        String claim,
        int files,
        int added,
        int removed,
        List<String> changes,
        Optional<Testimony> testimony) {
    /// How many files of a change are listed.
    public static final int CHANGES_MAX = 20;

    public Witnessing {
        changes = List.copyOf(changes);
    }

    public enum Verdict {
        ACCEPTED,
        NOT_ACCEPTED
    }

    /// A witness's verdict.
    ///
    /// @param reasons in the witness's words
    public record Testimony(Verdict verdict, Actor by, String reasons, Instant at) {}

    /// To be judged: a change, and what its maker says of it.
    public static Witnessing of(String claim, DiffSummary diff) {
        return new Witnessing(
                claim,
                diff.files(),
                diff.added(),
                diff.removed(),
                diff.changes().stream()
                        .limit(CHANGES_MAX)
                        .map(it -> "%s +%s -%s".formatted(it.name(), it.added(), it.removed()))
                        .toList(),
                Optional.empty());
    }

    /// `3 files, +10 -2`.
    public String size() {
        return "%s %s, +%s -%s".formatted(files, files == 1 ? "file" : "files", added, removed);
    }

    Witnessing with(Testimony given) {
        return new Witnessing(claim, files, added, removed, changes, Optional.of(given));
    }
}
