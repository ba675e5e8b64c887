package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.worktree.StatIndex.Known;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/// Fills a worker's tree, after it kept what would be lost by that. For one caller at a time.
final class WorkTree {
    private static final int STATE_DIGITS = 8;

    private final Store store;
    private final AgentTree tree;
    private final Rescues rescues;

    WorkTree(Store store, RigFolders folders, Actor worker) {
        this.store = store;
        this.tree = new AgentTree(store, folders, worker);
        this.rescues = new Rescues(store, folders);
    }

    Path folder() {
        return tree.folder();
    }

    /// Whether it was filled and has a git directory of its own: work may go on in it as it is.
    boolean isWhole() throws IOException {
        return tree.base().isPresent() && tree.mayHoldWork() && tree.git().isReadable();
    }

    /// Makes the tree hold exactly `commit` on `branch`. What it held and the store does not is kept
    /// first.
    void fillForWork(String branch, ObjectId commit, Instant at) throws IOException {
        NavigableMap<String, Leaf> wanted = store.listing(store.treeOf(commit));
        TreeScan found = tree.mayHoldWork() ? rescued(wanted, at) : scanned(wanted);
        fill(branch, commit, wanted, found);
    }

    /// Makes the tree hold exactly `commit`, without a branch. What it held is nobody's work.
    void fillForGates(ObjectId commit) throws IOException {
        NavigableMap<String, Leaf> wanted = store.listing(store.treeOf(commit));
        TreeScan found = scanned(wanted);
        for (String path : found.oversized()) {
            Disk.delete(RawNames.resolve(folder(), path));
        }
        fill("", commit, wanted, found);
    }

    private void fill(
            String branch, ObjectId commit, NavigableMap<String, Leaf> wanted, TreeScan found)
            throws IOException {
        Files.write(tree.halfWritten(), new byte[0]);
        StatIndex index;
        try (ObjectReader reader = store.reader()) {
            index = new TreeWriter(reader, folder()).write(found, wanted);
        }
        tree.remember(index);
        tree.remember(branch, commit);
        AgentGit.make(tree.making(".git"), store, tree.worker(), branch, commit, index);
        tree.git().replaceBy(tree.making(".git"), tree.making(".discarded"));
        Files.deleteIfExists(tree.halfWritten());
    }

    private TreeScan scanned(NavigableMap<String, Leaf> wanted) throws IOException {
        Files.createDirectories(Disk.parent(tree.halfWritten()));
        if (!Disk.isFolder(folder())) {
            Disk.deleteAll(folder());
            Files.createDirectories(folder());
        }
        NavigableMap<String, Leaf> tracked = tree.tracked();
        tracked.putAll(wanted);
        try (ObjectInserter inserter = store.inserter()) {
            return tree.scan(tracked, inserter);
        }
    }

    private TreeScan rescued(NavigableMap<String, Leaf> wanted, Instant at) throws IOException {
        if (Intake.isTooLarge(tree.git())) {
            putAside(tree.git().folder(), tree.aside(at).resolve(Constants.DOT_GIT));
        }
        try (ObjectInserter inserter = store.inserter()) {
            List<ObjectId> kept = new ArrayList<>(tree.looseCommits(inserter));
            TreeScan found = scanned(wanted);
            unsavedFiles(found, at, inserter).ifPresent(kept::add);
            rescues.keep(tree.worker(), kept, at, inserter);
            for (String path : found.oversized()) {
                putAside(RawNames.resolve(folder(), path), RawNames.resolve(tree.aside(at), path));
            }
            return found;
        }
    }

    /// Moves what is too large for the store out of the tree, rather than deleting it.
    private static void putAside(Path from, Path to) throws IOException {
        Files.createDirectories(Disk.parent(to));
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /// A commit of what the tree holds, unless a commit of the store holds the same.
    private Optional<ObjectId> unsavedFiles(TreeScan found, Instant at, ObjectInserter inserter)
            throws IOException {
        Optional<ObjectId> parent = tree.standsOn();
        ObjectId plain = tree.treeOf(found, parent, inserter);
        if (tree.isSaved(found, plain)) {
            return Optional.empty();
        }
        ObjectId whole =
                found.hidden().isEmpty() ? plain : Trees.write(inserter, withHidden(found));
        if (parent.isPresent()) {
            if (store.treeOf(parent.get()).equals(whole)
                    || rescues.keptBefore(tree.worker(), whole, parent.get()).isPresent()) {
                return Optional.empty();
            }
        }
        String message = "Unsaved files of " + tree.worker() + "\n";
        return Optional.of(
                Signatures.workersCommit(inserter, tree.worker(), whole, parent, message, at));
    }

    /// The files, and below a folder of their own the contents git cannot hold under their names.
    private static NavigableMap<String, Leaf> withHidden(TreeScan found) {
        NavigableMap<String, Leaf> all = found.leaves();
        StringBuilder folder = new StringBuilder(".hidden");
        while (all.containsKey(folder.toString()) || holdsFolder(all, folder.toString())) {
            folder.append('_');
        }
        found.hidden().forEach((path, known) -> all.put(folder + "/" + path, known.leaf()));
        return all;
    }

    private static boolean holdsFolder(NavigableMap<String, Leaf> files, String folder) {
        String next = files.ceilingKey(folder + "/");
        return next != null && next.startsWith(folder + "/");
    }

    /// What the tree holds that the store does not, for people; empty when nothing. Whoever agrees to
    /// lose what was named here agrees to this very state of it, so the line names that, too.
    Optional<String> unsaved() throws IOException {
        if (!tree.mayHoldWork()) {
            return Optional.empty();
        }
        try (ObjectInserter inserter = store.inserter()) {
            List<ObjectId> commits = tree.looseCommits(inserter);
            TreeScan found = tree.scan(tree.tracked(), inserter);
            Optional<ObjectId> parent = tree.standsOn();
            ObjectId plain = tree.treeOf(found, parent, inserter);
            boolean saved = tree.isSaved(found, plain);
            if (saved && commits.isEmpty()) {
                return Optional.empty();
            }
            int files = saved ? 0 : changed(found, parent);
            return Optional.of(
                    "the tree of %s holds unsaved work (%s, %s), state %s"
                            .formatted(
                                    tree.worker(),
                                    Counted.of(commits.size(), "commit"),
                                    Counted.of(files, "file"),
                                    state(commits, plain, found, inserter)));
        }
    }

    /// Another word for other commits, and for other contents of the files.
    private String state(
            List<ObjectId> commits, ObjectId plain, TreeScan found, ObjectInserter inserter)
            throws IOException {
        List<String> parts =
                new ArrayList<>(commits.stream().map(ObjectId::name).sorted().toList());
        parts.add(plain.name());
        found.hidden().forEach((path, known) -> parts.add(path + " " + known.leaf()));
        for (String path : found.oversized()) {
            Path file = RawNames.resolve(folder(), path);
            parts.add(path + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
        return inserter.idFor(Constants.OBJ_BLOB, text).abbreviate(STATE_DIGITS).name();
    }

    private int changed(TreeScan found, Optional<ObjectId> parent) throws IOException {
        NavigableMap<String, Leaf> before =
                parent.isPresent() ? store.listing(store.treeOf(parent.get())) : new TreeMap<>();
        int changed = found.hidden().size() + found.oversized().size();
        for (Map.Entry<String, Known> entry : found.files().entrySet()) {
            Leaf was = before.remove(entry.getKey());
            changed += entry.getValue().leaf().equals(was) ? 0 : 1;
        }
        return changed + before.size();
    }

    /// One line per thing amiss.
    List<String> check() {
        if (Files.exists(tree.halfWritten())) {
            return List.of(
                    "the tree of %s is half written; its next work mends it"
                            .formatted(tree.worker()));
        }
        return tree.git().isReadable()
                ? List.of()
                : List.of(
                        "the tree of %s has no git directory of its own; its next work makes one"
                                .formatted(tree.worker()));
    }
}
