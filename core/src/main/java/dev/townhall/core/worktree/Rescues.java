package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.worktree.RigRepository.Rescue;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;

/// What was rescued from workers' trees: `refs/rescue/<worker>/<time>-<n>`.
final class Rescues {
    static final String PREFIX = "refs/rescue/";

    /// More commits than this are kept under one commit that has them all as parents.
    private static final int REFS_AT_ONCE_MAX = 16;

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Store store;
    private final RigFolders folders;

    Rescues(Store store, RigFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /// Keeps commits that are in the store already; those kept before are not kept twice.
    void keep(Actor worker, List<ObjectId> commits, Instant at, ObjectInserter inserter)
            throws IOException {
        List<ObjectId> kept = new ArrayList<>();
        for (Store.Named ref : ofWorker(worker)) {
            kept.add(ref.id());
        }
        List<ObjectId> fresh = commits.stream().filter(c -> !kept.contains(c)).toList();
        if (fresh.size() > REFS_AT_ONCE_MAX) {
            fresh = List.of(gathered(worker, fresh, at, inserter));
        }
        int number = 1;
        for (ObjectId commit : fresh) {
            String name;
            do {
                name = PREFIX + folders.worker(worker) + "/" + TIME.format(at) + "-" + number++;
            } while (store.resolve(name).isPresent());
            store.move(name, commit);
        }
    }

    private ObjectId gathered(
            Actor worker, List<ObjectId> commits, Instant at, ObjectInserter inserter)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(store.treeOf(commits.getLast()));
        commit.setParentIds(commits);
        commit.setAuthor(Signatures.worker(worker, at));
        commit.setCommitter(Signatures.worker(worker, at));
        commit.setMessage(
                Counted.of(commits.size(), "commit") + " found in the tree of " + worker + "\n");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    /// A commit kept before with this tree and parent: the same unsaved files, seen again.
    Optional<ObjectId> keptBefore(Actor worker, ObjectId tree, ObjectId parent) throws IOException {
        for (Store.Named ref : ofWorker(worker)) {
            RevCommit commit = store.commit(ref.id());
            if (commit.getTree().getId().equals(tree)
                    && commit.getParentCount() == 1
                    && commit.getParent(0).getId().equals(parent)) {
                return Optional.of(commit.getId());
            }
        }
        return Optional.empty();
    }

    private List<Store.Named> ofWorker(Actor worker) throws IOException {
        return store.refs(PREFIX + folders.worker(worker) + "/");
    }

    /// Everything kept, newest first.
    List<Rescue> all() throws IOException {
        List<Rescue> rescues = new ArrayList<>();
        for (Store.Named ref : store.refs(PREFIX)) {
            String path = ref.name().substring(PREFIX.length());
            int slash = path.lastIndexOf('/');
            RevCommit commit = store.commit(ref.id());
            rescues.add(
                    new Rescue(
                            ref.name(),
                            new CommitId(commit.name()),
                            folders.actor(path.substring(0, Math.max(slash, 0))),
                            time(path.substring(slash + 1), commit),
                            what(commit)));
        }
        rescues.sort(Comparator.comparing(Rescue::at).reversed().thenComparing(Rescue::ref));
        return rescues;
    }

    private static Instant time(String name, RevCommit commit) {
        try {
            return TIME.parse(name.substring(0, name.lastIndexOf('-')), Instant::from);
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return commit.getCommitterIdent().getWhenAsInstant();
        }
    }

    private static String what(RevCommit commit) {
        String subject = commit.getShortMessage();
        boolean stash =
                commit.getParentCount() >= 2
                        && (subject.startsWith("WIP on ") || subject.startsWith("On "));
        return (stash ? "stash: " : "") + subject;
    }
}
