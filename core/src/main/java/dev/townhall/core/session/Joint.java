package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests.Joined;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.mergequeue.Resolving.Beginning;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import dev.townhall.core.worktree.RigRepository.Begun;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Past;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a change and the target meet: how a resolver finds it, and what it may leave. Evidence is
/// what commits hold.
///
/// @param target the commit that the merge is begun on, @param files in conflict there
record Joint(String target, List<String> files, Beginning beginning) {
    private static final int PAST_MAX = 50;
    private static final int OTHERS_MAX = 3;
    private static final int FILES_NAMED_MAX = 5;

    Joint {
        files = List.copyOf(files);
    }

    static Joint begin(RigRepository repository, MergeRequest request, String branch) {
        CommitId target = repository.freshHead();
        Begun begun = repository.begin(branch, target, candidate(request));
        List<String> files = new ArrayList<>(begun.marked());
        files.addAll(begun.unmarked());
        List<BeadId> others =
                repository.history(new CommitId(request.base()), target, files, PAST_MAX).stream()
                        .map(Past::bead)
                        .flatMap(Optional::stream)
                        .filter(bead -> !bead.equals(request.bead()))
                        .distinct()
                        .limit(OTHERS_MAX)
                        .toList();
        return new Joint(
                target.text(),
                files,
                new Beginning(begun.commit().text(), begun.unmarked(), others));
    }

    /// Why `head` is not what is to become of the two; empty when it may be.
    static Optional<String> objection(
            RigRepository repository, MergeRequest request, CommitId head) {
        Resolving conflict = request.resolving().orElseThrow();
        CommitId target = new CommitId(conflict.target());
        List<String> marked = repository.marked(target, head, candidate(request));
        if (!marked.isEmpty()) {
            return Optional.of("conflict markers are left in " + named(marked) + ".");
        }
        List<String> changed = changed(repository, target, head);
        if (changed.isEmpty() && !conflict.isClean()) {
            return Optional.of("nothing of the work is left in its result.");
        }
        CommitId base = new CommitId(request.base());
        Set<String> either = new LinkedHashSet<>(conflict.files());
        either.addAll(changed(repository, base, new CommitId(request.head())));
        either.addAll(changed(repository, base, target));
        List<String> outside = changed.stream().filter(file -> !either.contains(file)).toList();
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "it changed %s, which neither side had touched.".formatted(named(outside)));
    }

    /// Makes the one commit that goes on to be merged.
    static Joined join(
            RigRepository repository,
            MergeRequest request,
            CommitId head,
            String branch,
            Actor by) {
        CommitId target = new CommitId(request.resolving().orElseThrow().target());
        CommitId joined = repository.join(branch, target, head, candidate(request), by);
        return new Joined(
                branch,
                target.text(),
                joined.text(),
                repository.diff(target, joined, Witnessing.CHANGES_MAX));
    }

    private static List<String> changed(RigRepository repository, CommitId from, CommitId to) {
        return repository.diff(from, to, Integer.MAX_VALUE).names();
    }

    private static String named(List<String> files) {
        int more = files.size() - FILES_NAMED_MAX;
        return String.join(", ", files.stream().limit(FILES_NAMED_MAX).toList())
                + (more > 0 ? " and %s more".formatted(more) : "");
    }

    private static Candidate candidate(MergeRequest request) {
        return new Candidate(
                request.branch(),
                new CommitId(request.base()),
                new CommitId(request.head()),
                request.worker(),
                request.bead());
    }
}
