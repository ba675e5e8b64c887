package dev.townhall.core.mergequeue;

import dev.townhall.core.bead.BeadId;
import java.util.List;
import java.util.Optional;

/// A conflict that the rig's resolver joins. Part of a [MergeRequest], kept after it was resolved.
///
/// @param number how often the request was put before the resolver, this time included
/// @param target the target's head that it conflicts with
/// @param files in conflict
/// @param begun what sessions begin with, once that is made
/// @param words of the resolver on how it joined the two, once it did
public record Resolving(
        int number,
        String target,
        List<String> files,
        Optional<Beginning> begun,
        Optional<String> words) {
    /// So often a request may conflict with what was merged while it was being resolved; then it
    /// goes back to its worker.
    public static final int NUMBER_MAX = 3;

    public Resolving {
        files = List.copyOf(files);
    }

    /// What sessions begin with.
    ///
    /// @param commit on the target, with the merge begun in it
    /// @param unmarked files in conflict that hold no markers but the target's side
    /// @param others the beads whose work came onto the target meanwhile in the same files
    public record Beginning(String commit, List<String> unmarked, List<BeadId> others) {
        public Beginning {
            unmarked = List.copyOf(unmarked);
            others = List.copyOf(others);
        }
    }

    static Resolving of(int number, String target, List<String> files) {
        return new Resolving(number, target, files, Optional.empty(), Optional.empty());
    }

    /// Begun on the target as it is now.
    Resolving begunOn(String newTarget, List<String> newFiles, Beginning beginning) {
        return new Resolving(number, newTarget, newFiles, Optional.of(beginning), Optional.empty());
    }

    Resolving joined(String said) {
        return new Resolving(number, target, files, begun, Optional.of(said));
    }

    /// Whether nothing conflicts after all.
    public boolean isClean() {
        return begun.isPresent() && files.isEmpty();
    }
}
