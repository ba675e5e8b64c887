package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.worktree.RigRepository.Begun;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Past;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Two changes that the program cannot join: the merge begun with markers for whoever joins them, and
/// the one commit that is made of the result. Nothing but the commits decides what is made: the same
/// ones give the same ids.
final class Joining implements AutoCloseable {
    private static final String OURS = "the target";

    private final Actor refinery;
    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final RevWalk walk;

    Joining(Store store, Actor refinery) {
        this.refinery = refinery;
        this.inserter = store.inserter();
        this.reader = inserter.newReader();
        this.walk = new RevWalk(reader);
    }

    @Override
    public void close() {
        walk.close();
        reader.close();
        inserter.close();
    }

    Begun begin(CommitId onto, Candidate candidate) throws IOException {
        RevCommit target = commit(onto);
        RevCommit head = commit(candidate.head());
        TreeMerge.Result merged =
                new TreeMerge(reader, inserter)
                        .mergeMarked(
                                forkPoint(target, head, commit(candidate.base())).getTree(),
                                target.getTree(),
                                head.getTree(),
                                new TreeMerge.Labels(OURS, candidate.bead().text()));
        CommitBuilder commit = new CommitBuilder();
        Instant at = later(target, head);
        commit.setTreeId(merged.tree());
        commit.setParentId(target);
        commit.setAuthor(refinery(at));
        commit.setCommitter(refinery(at));
        commit.setMessage(
                Signatures.withTrailer(
                        "The merge of %s, begun\n".formatted(candidate.bead()), candidate.bead()));
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        TreeSet<String> unmarked = new TreeSet<>(merged.conflicts());
        unmarked.removeAll(merged.marked());
        return new Begun(
                new CommitId(id.name()),
                merged.marked().stream().map(RawNames::text).toList(),
                unmarked.stream().map(RawNames::text).toList());
    }

    List<String> marked(CommitId onto, CommitId head, Candidate candidate) throws IOException {
        List<String> marked = new ArrayList<>();
        try (TreeWalk trees = new TreeWalk(reader)) {
            trees.addTree(commit(onto).getTree());
            trees.addTree(commit(head).getTree());
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            for (DiffEntry change : DiffEntry.scan(trees)) {
                boolean file =
                        (change.getNewMode().getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
                if (file && isMarked(change.getNewId().toObjectId(), candidate.bead())) {
                    marked.add(change.getNewPath());
                }
            }
        }
        return marked;
    }

    private boolean isMarked(ObjectId blob, BeadId bead) throws IOException {
        byte[] bytes = reader.open(blob, Constants.OBJ_BLOB).getBytes();
        try (LineNumberReader lines =
                new LineNumberReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1))) {
            return lines.lines()
                    .anyMatch(line ->
                            line.startsWith("<<<<<<< " + OURS)
                                    || line.startsWith(">>>>>>> " + bead));
        }
    }

    ObjectId join(CommitId onto, CommitId head, Candidate candidate, Actor by) throws IOException {
        RevCommit target = commit(onto);
        RevCommit result = commit(head);
        RevCommit work = commit(candidate.head());
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(result.getTree());
        commit.setParentId(target);
        commit.setAuthor(work.getAuthorIdent());
        commit.setCommitter(refinery(later(target, result)));
        commit.setMessage(
                Signatures.withTrailer(
                        Signatures.withLine(work.getFullMessage(), "Joined-by: " + by),
                        candidate.bead()));
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    List<Past> history(CommitId base, CommitId head, List<String> files, int max)
            throws IOException {
        List<Past> found = new ArrayList<>();
        if (files.isEmpty()) {
            return found;
        }
        walk.reset();
        walk.setRevFilter(RevFilter.ALL);
        walk.setTreeFilter(
                AndTreeFilter.create(
                        PathFilterGroup.createFromStrings(files), TreeFilter.ANY_DIFF));
        walk.markStart(commit(head));
        walk.markUninteresting(commit(base));
        for (RevCommit commit : walk) {
            if (found.size() == max) {
                break;
            }
            walk.parseBody(commit);
            found.add(
                    new Past(
                            new CommitId(commit.name()),
                            Signatures.subject(commit.getFullMessage()),
                            Optional.of(Signatures.bead(commit.getFullMessage()))
                                    .filter(BeadId::isWellFormed)
                                    .map(BeadId::new)));
        }
        return found;
    }

    /// What the work last took over from the target, or where it began.
    private RevCommit forkPoint(RevCommit target, RevCommit head, RevCommit base)
            throws IOException {
        walk.reset();
        walk.setTreeFilter(TreeFilter.ALL);
        walk.setRevFilter(RevFilter.MERGE_BASE);
        walk.markStart(target);
        walk.markStart(head);
        RevCommit fork = walk.next();
        return walk.parseCommit(fork == null ? base : fork);
    }

    private RevCommit commit(CommitId id) throws IOException {
        RevCommit commit = walk.parseCommit(ObjectId.fromString(id.text()));
        walk.parseBody(commit);
        return commit;
    }

    private PersonIdent refinery(Instant at) {
        return Signatures.of(refinery.text(), refinery, at);
    }

    private static Instant later(RevCommit one, RevCommit other) {
        Instant first = one.getCommitterIdent().getWhenAsInstant();
        Instant second = other.getCommitterIdent().getWhenAsInstant();
        return first.isBefore(second) ? second : first;
    }
}
