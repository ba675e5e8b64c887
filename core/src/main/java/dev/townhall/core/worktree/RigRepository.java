package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One rig's repository: a bare store the town owns, a tree per worker over the store's objects,
/// and the remote it is cloned from. Each worker's tree has its own git directory; nothing written
/// there (hooks, filters, config, attributes) makes the town execute anything.
///
/// Thread-safe as long as each worker's tree is used by one caller at a time. Every method may be
/// called again after a crash at any point inside it. Failures of disk, network or the git program
/// are UNAVAILABLE; a damaged store is DAMAGED.
public interface RigRepository {
    /// Brings the remote's branches and returns the head of the target branch.
    CommitId fetch();

    /// The target branch's head for work that begins now: as the remote has it where it can be asked
    /// quickly, at most a minute old where it answers, else as last fetched or pushed.
    CommitId freshHead();

    /// The target branch's head as last fetched or pushed.
    CommitId targetHead();

    /// The head of a worker branch in the store, if it exists.
    Optional<CommitId> branchHead(String branch);

    /// Makes the worker's tree hold exactly `base` on `branch` (`polecat/nux/sh-7x2kq`), ignored
    /// files aside. Whatever the tree held that is not in the store (commits, stashes, changed and
    /// untracked files) is first kept on rescue refs. Returns the tree's folder.
    Path prepare(Actor worker, String branch, CommitId base);

    /// The folder of the worker's tree as it is, when there is a whole one; nothing in it is changed.
    Optional<Path> tree(Actor worker);

    /// Removes the worker's tree with all that is kept of it: its branch, its rescues. The caller has
    /// made sure that nothing of it is needed. The tree goes first and as a whole: once the removal
    /// has begun, however far it came, there is no [#tree] any more.
    void removeTree(Actor worker);

    /// Takes over what the worker did in its tree: its own commits on top of the base, then what is
    /// changed or untracked as one commit in its name. Moves `branch` in the store to the result and
    /// returns that head; empty when there is nothing beyond `base`. Doing it twice gives the same.
    ///
    /// @param message the first line of the commit the town makes; a `Bead:` trailer is added
    Optional<CommitId> save(
            Actor worker, String branch, CommitId base, BeadId bead, String message, Instant at);

    /// Builds in memory what the target becomes when `candidates` are put on `onto` one after
    /// another; those that conflict are left out. Writes objects, moves no ref, touches no tree.
    Stack stack(CommitId onto, List<Candidate> candidates);

    /// Begins what [#stack] found to conflict: a commit on `onto` that holds the change of `candidate`,
    /// and, where both sides changed the same, both between markers. Moves `branch` to it. Doing it
    /// twice gives the same.
    Begun begin(String branch, CommitId onto, Candidate candidate);

    /// Files that differ between `onto` and `head` and hold a marker that [#begin] set for
    /// `candidate`.
    List<String> marked(CommitId onto, CommitId head, Candidate candidate);

    /// Makes one commit on `onto` of what `head` holds, with the author and the words of the
    /// candidate's last commit, and moves `branch` to it. Doing it twice gives the same.
    ///
    /// @param by who joined the two
    CommitId join(String branch, CommitId onto, CommitId head, Candidate candidate, Actor by);

    /// The commits that led from `base` to `head` and changed one of `files`, newest first, at most
    /// `max`.
    List<Past> history(CommitId base, CommitId head, List<String> files, int max);

    /// Makes the refinery's tree hold exactly `commit`, untracked files removed, ignored ones kept.
    Path checkoutForGates(CommitId commit);

    /// The folder that [#checkoutForGates] fills, where there are folders.
    default Optional<Path> treeForGates() {
        return Optional.empty();
    }

    /// Makes the tree of the rig's witness hold exactly `commit`, as [#checkoutForGates] does: what
    /// is left there is nobody's work.
    Path checkoutToJudge(CommitId commit);

    /// The store's objects, which every worker's git directory borrows: to be readable for workers,
    /// never writable.
    Path objects();

    /// Moves the target branch of the remote from `expected` to `commit`: only as a fast-forward.
    Push push(CommitId expected, CommitId commit);

    /// Whether `commit` is the target's head or an ancestor of it, as last fetched.
    boolean targetContains(CommitId commit);

    /// What lies between two commits, for people: at most `filesMax` files.
    DiffSummary diff(CommitId base, CommitId head, int filesMax);

    /// Everything kept on rescue refs, newest first.
    List<Rescue> rescues();

    /// What a worker put into its git directory that would make a program run or read elsewhere, if
    /// the town believed it. One line each, for people.
    default List<String> planted(Actor worker) {
        return List.of();
    }

    /// What would be lost if this rig's folder vanished: branches and rescues whose commits the
    /// remote does not have, trees with unsaved work. One line each, for people; empty when safe.
    List<String> notSafeElsewhere();

    /// As [#notSafeElsewhere], of one worker's tree, its rescues, and the branch named as its tree
    /// (`crew/max`).
    List<String> notSafeElsewhere(Actor worker);

    /// Checks store and trees; one line per problem.
    List<String> check();

    /// A branch that asks to be merged.
    ///
    /// @param branch the worker branch it comes from
    /// @param base where the work began, @param head its last commit
    /// @param author the worker, @param bead the trailer of its commits
    record Candidate(String branch, CommitId base, CommitId head, Actor author, BeadId bead) {}

    /// The result of [#stack]: one entry a candidate, in order, and the tip of those that fit.
    record Stack(CommitId onto, CommitId tip, List<Entry> entries) {
        public Stack {
            entries = List.copyOf(entries);
        }
    }

    sealed interface Entry {
        Candidate candidate();
    }

    /// The candidate applies cleanly; `commit` is its last commit in the stack.
    record Clean(Candidate candidate, CommitId commit) implements Entry {}

    /// The candidate's change is in the target already: nothing is left of it.
    record Empty(Candidate candidate) implements Entry {}

    /// The candidate does not apply; `files` conflict.
    record Conflict(Candidate candidate, List<String> files) implements Entry {}

    /// The result of [#begin].
    ///
    /// @param commit on the target, with the merge begun
    /// @param marked files in conflict that hold both sides, @param unmarked those that hold the
    ///     target's side alone, because they are no text, or gone, or no file, on the other
    record Begun(CommitId commit, List<String> marked, List<String> unmarked) {
        public Begun {
            marked = List.copyOf(marked);
            unmarked = List.copyOf(unmarked);
        }

        /// Whether nothing conflicts after all.
        public boolean isClean() {
            return marked.isEmpty() && unmarked.isEmpty();
        }
    }

    /// A commit of a history.
    ///
    /// @param bead that its message names
    record Past(CommitId commit, String title, Optional<BeadId> bead) {}

    sealed interface Push {}

    record Pushed() implements Push {}

    /// The remote's branch is no longer at the expected commit.
    record TargetMoved(CommitId now) implements Push {}

    /// The remote said no; `reason` is its own words.
    record Refused(String reason) implements Push {}

    /// The size of a change.
    ///
    /// @param changes the first files of it
    /// @param hash SHA-256 of the whole diff's text, @param excerpt how that text begins
    record DiffSummary(
            int files,
            int added,
            int removed,
            List<FileChange> changes,
            String hash,
            String excerpt) {
        public DiffSummary {
            changes = List.copyOf(changes);
        }

        public List<String> names() {
            return changes.stream().map(FileChange::name).toList();
        }
    }

    /// Lines of one file.
    record FileChange(String name, int added, int removed) {}

    record Rescue(String ref, CommitId commit, Actor worker, Instant at, String what) {}
}
