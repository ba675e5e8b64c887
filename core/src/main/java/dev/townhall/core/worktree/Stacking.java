package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Clean;
import dev.townhall.core.worktree.RigRepository.Conflict;
import dev.townhall.core.worktree.RigRepository.Empty;
import dev.townhall.core.worktree.RigRepository.Entry;
import dev.townhall.core.worktree.RigRepository.Stack;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Puts candidates on a commit one after another, by picking each of their commits. Commits keep
/// author and author time; the refinery is their committer, at a time that follows from the commits
/// alone, so that the same candidates on the same commit give the same ids. A history with merges in
/// it is put on as one commit.
final class Stacking implements AutoCloseable {
    private final Actor refinery;
    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final RevWalk walk;
    private final RenamingMerge merge;

    Stacking(Store store, Actor refinery) {
        this.refinery = refinery;
        this.inserter = store.inserter();
        this.reader = inserter.newReader();
        this.walk = new RevWalk(reader);
        this.merge = new RenamingMerge(store, reader, inserter);
    }

    @Override
    public void close() {
        walk.close();
        reader.close();
        inserter.close();
    }

    Stack stack(CommitId onto, List<Candidate> candidates) throws IOException {
        List<Entry> entries = new ArrayList<>();
        RevCommit tip = walk.parseCommit(ObjectId.fromString(onto.text()));
        for (Candidate candidate : candidates) {
            Attempt attempt = put(tip, candidate);
            if (!attempt.conflicts().isEmpty()) {
                entries.add(new Conflict(candidate, attempt.conflicts()));
            } else if (attempt.tip().equals(tip)) {
                entries.add(new Empty(candidate));
            } else {
                tip = attempt.tip();
                entries.add(new Clean(candidate, new CommitId(tip.name())));
            }
        }
        inserter.flush();
        return new Stack(onto, new CommitId(tip.name()), entries);
    }

    private record Attempt(RevCommit tip, List<String> conflicts) {}

    /// One change to put on: what leads from `base` to `tree`.
    private record Change(
            ObjectId base, ObjectId tree, String message, PersonIdent author, Instant at) {}

    private Attempt put(RevCommit onto, Candidate candidate) throws IOException {
        RevCommit tip = onto;
        for (Change change : changes(onto, candidate)) {
            TreeMerge.Result merged = merge.merge(change.base(), tip.getTree(), change.tree());
            if (!merged.isClean()) {
                List<String> files = merged.conflicts().stream().map(RawNames::text).toList();
                return new Attempt(onto, files);
            }
            if (!merged.tree().equals(tip.getTree().getId())) {
                tip = commit(tip, merged.tree(), candidate, change);
            }
        }
        return new Attempt(tip, List.of());
    }

    private RevCommit commit(RevCommit parent, ObjectId tree, Candidate candidate, Change change)
            throws IOException {
        Instant after = parent.getCommitterIdent().getWhenAsInstant();
        Instant at = change.at().isBefore(after) ? after : change.at();
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentId(parent);
        commit.setAuthor(change.author());
        commit.setCommitter(Signatures.of(refinery.text(), refinery, at));
        commit.setMessage(Signatures.withTrailer(change.message(), candidate.bead()));
        return walk.parseCommit(inserter.insert(commit));
    }

    private List<Change> changes(RevCommit onto, Candidate candidate) throws IOException {
        RevCommit head = walk.parseCommit(ObjectId.fromString(candidate.head().text()));
        RevCommit base = walk.parseCommit(ObjectId.fromString(candidate.base().text()));
        List<RevCommit> commits = between(head, base, onto);
        if (commits.isEmpty()) {
            return List.of();
        }
        RevCommit first = commits.getFirst();
        boolean line = first.getParentCount() == 1;
        for (int i = 1; i < commits.size(); i++) {
            RevCommit commit = commits.get(i);
            line &= commit.getParentCount() == 1 && commit.getParent(0).equals(commits.get(i - 1));
        }
        if (!line) {
            return List.of(squash(onto, base, head, candidate, commits));
        }
        List<Change> changes = new ArrayList<>();
        for (RevCommit commit : commits) {
            changes.add(
                    new Change(
                            walk.parseCommit(commit.getParent(0)).getTree().getId(),
                            commit.getTree().getId(),
                            commit.getFullMessage(),
                            commit.getAuthorIdent(),
                            commit.getCommitterIdent().getWhenAsInstant()));
        }
        return changes;
    }

    /// The commits of `head` that neither `base` nor `onto` has, oldest first.
    private List<RevCommit> between(RevCommit head, RevCommit base, RevCommit onto)
            throws IOException {
        walk.reset();
        walk.setRevFilter(RevFilter.ALL);
        walk.sort(RevSort.TOPO);
        walk.sort(RevSort.REVERSE, true);
        walk.setRetainBody(true);
        walk.markStart(head);
        walk.markUninteresting(base);
        walk.markUninteresting(onto);
        List<RevCommit> commits = new ArrayList<>();
        for (RevCommit commit : walk) {
            commits.add(commit);
        }
        for (RevCommit commit : commits) {
            walk.parseBody(commit);
        }
        return commits;
    }

    private Change squash(
            RevCommit onto,
            RevCommit base,
            RevCommit head,
            Candidate candidate,
            List<RevCommit> commits)
            throws IOException {
        List<RevCommit> own = commits.stream().filter(c -> c.getParentCount() < 2).toList();
        RevCommit last = own.isEmpty() ? head : own.getLast();
        StringBuilder message = new StringBuilder(last.getFullMessage().stripTrailing());
        if (own.size() > 1) {
            message.append("\n\nAlso:\n");
            own.subList(0, own.size() - 1)
                    .forEach(c -> message.append("- ").append(c.getShortMessage()).append('\n'));
        }
        return new Change(
                forkPoint(onto, base, head).getTree().getId(),
                head.getTree().getId(),
                message.toString(),
                Signatures.worker(candidate.author(), last.getAuthorIdent().getWhenAsInstant()),
                head.getCommitterIdent().getWhenAsInstant());
    }

    /// What `head` last took over from the target, or where the work began.
    private RevCommit forkPoint(RevCommit onto, RevCommit base, RevCommit head) throws IOException {
        walk.reset();
        walk.setRevFilter(RevFilter.MERGE_BASE);
        walk.markStart(onto);
        walk.markStart(head);
        RevCommit fork = walk.next();
        return walk.parseCommit(fork == null ? base : fork);
    }
}
