package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;

/// Takes over into the store what a worker made of a base.
final class SavedWork {
    private final Store store;
    private final AgentTree tree;

    SavedWork(Store store, RigFolders folders, Actor worker) {
        this.store = store;
        this.tree = new AgentTree(store, folders, worker);
    }

    /// The worker's own commits, then its changed files as one commit; empty when there is nothing
    /// beyond `base`.
    ///
    /// @param before the head it was saved as before, if it was
    Optional<ObjectId> beyond(
            ObjectId base, String branch, Optional<ObjectId> before, String message, Instant at)
            throws IOException {
        if (!tree.mayHoldWork()) {
            return Optional.empty();
        }
        try (ObjectInserter inserter = store.inserter();
                Intake intake = tree.intake()) {
            Optional<ObjectId> head = tree.git().head().filter(id -> intake.take(id, inserter));
            ObjectId parent = head.filter(tree::isUsable).orElse(base);
            TreeScan found = tree.scan(store.listing(store.treeOf(parent)), inserter);
            refuseOversized(found);
            tree.remember(new StatIndex(found.files()));
            ObjectId files = tree.treeOf(found, Optional.of(parent), inserter);
            if (!files.equals(store.treeOf(parent))) {
                return Optional.of(commit(files, parent, before, message, at, inserter));
            }
            if (!store.contains(base, parent)) {
                return Optional.of(parent);
            }
            return beyondOnBranch(base, branch, intake, inserter);
        }
    }

    /// The agent went elsewhere and left its work on the branch.
    private Optional<ObjectId> beyondOnBranch(
            ObjectId base, String branch, Intake intake, ObjectInserter inserter)
            throws IOException {
        Optional<ObjectId> left =
                tree.git()
                        .branch(branch)
                        .filter(id -> intake.take(id, inserter))
                        .filter(tree::isUsable);
        return left.isPresent() && !store.contains(base, left.get()) ? left : Optional.empty();
    }

    private void refuseOversized(TreeScan found) {
        if (!found.oversized().isEmpty()) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "The work of %s cannot be saved: %s is larger than %d MB. Remove it or ignore it."
                            .formatted(
                                    tree.worker(),
                                    RawNames.text(found.oversized().getFirst()),
                                    TreeScan.FILE_BYTES_MAX >> 20));
        }
    }

    private ObjectId commit(
            ObjectId files,
            ObjectId parent,
            Optional<ObjectId> before,
            String message,
            Instant at,
            ObjectInserter inserter)
            throws IOException {
        if (before.isPresent()) {
            RevCommit known = store.commit(before.get());
            if (known.getTree().getId().equals(files)
                    && known.getParentCount() == 1
                    && known.getParent(0).getId().equals(parent)) {
                return known.getId();
            }
        }
        return Signatures.workersCommit(
                inserter, tree.worker(), files, Optional.of(parent), message, at);
    }
}
