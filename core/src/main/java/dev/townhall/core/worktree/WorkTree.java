package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.worktree.StatIndex.Known;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/// One worker's tree: its files, the agent's git directory inside it and the town's memory of it.
/// For one caller at a time.
final class WorkTree {
    private static final String REFS = "refs/town/trees/";

    private final Store store;
    private final RigFolders folders;
    private final Rescues rescues;
    private final Actor worker;
    private final String name;
    private final Path tree;
    private final AgentGit agentGit;

    WorkTree(Store store, RigFolders folders, Actor worker) {
        this.store = store;
        this.folders = folders;
        this.rescues = new Rescues(store, folders);
        this.worker = worker;
        this.name = folders.worker(worker);
        this.tree = folders.tree(name);
        this.agentGit = new AgentGit(tree);
    }

    Path folder() {
        return tree;
    }

    /// Makes the tree hold exactly `commit`.
    ///
    /// @param branch the worker's branch; empty for a detached HEAD
    /// @param rescueAt when unsaved work is kept first; empty when the tree holds nobody's work
    void fill(String branch, ObjectId commit, Optional<Instant> rescueAt) throws IOException {
        Path halfWritten = halfWritten();
        NavigableMap<String, Leaf> wanted = store.listing(store.treeOf(commit));
        Files.createDirectories(Disk.parent(halfWritten));
        if (!Disk.isFolder(tree)) {
            Disk.deleteAll(tree);
            Files.createDirectories(tree);
        }
        TreeScan found;
        try (ObjectInserter inserter = store.inserter()) {
            boolean mayHoldWork = rescueAt.isPresent() && !isHalfWritten();
            List<ObjectId> taken = mayHoldWork ? takeCommits(inserter) : List.of();
            found = scan(tracked(wanted), inserter);
            if (mayHoldWork) {
                rescue(taken, found, rescueAt.get(), inserter);
            }
        }
        putAside(found, rescueAt);
        Files.write(halfWritten, new byte[0]);
        StatIndex index;
        try (ObjectReader reader = store.reader()) {
            index = new TreeWriter(reader, tree).write(found, wanted);
        }
        index.write(folders.index(name));
        store.move(REFS + name + "/base", commit);
        Disk.replace(folders.branch(name), branch.getBytes(StandardCharsets.UTF_8));
        Path making = folders.making(name + ".git");
        AgentGit.make(making, store, worker, branch, commit, index);
        agentGit.replaceBy(making, folders.making(name + ".discarded"));
        Files.deleteIfExists(halfWritten);
    }

    /// Files too large to keep in the store are moved out of the tree, not deleted.
    private void putAside(TreeScan found, Optional<Instant> at) throws IOException {
        for (String path : found.oversized()) {
            String time = Rescues.TIME.format(at.orElse(Instant.EPOCH));
            Path to = RawNames.resolve(folders.aside(name).resolve(time), path);
            Files.createDirectories(Disk.parent(to));
            Files.move(RawNames.resolve(tree, path), to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// While this file stands the tree is the town's, half written: nothing in it is work.
    private Path halfWritten() {
        return folders.making(name + ".writing");
    }

    private boolean isHalfWritten() {
        return Files.exists(halfWritten());
    }

    private NavigableMap<String, Leaf> tracked(NavigableMap<String, Leaf> wanted)
            throws IOException {
        NavigableMap<String, Leaf> tracked = new TreeMap<>(wanted);
        StatIndex.read(folders.index(name)).files().forEach((p, k) -> tracked.put(p, k.leaf()));
        Optional<ObjectId> head = standsOn();
        if (head.isPresent()) {
            tracked.putAll(store.listing(store.treeOf(head.get())));
        }
        return tracked;
    }

    private TreeScan scan(NavigableMap<String, Leaf> tracked, ObjectInserter inserter)
            throws IOException {
        TreeScan found =
                TreeScan.of(
                        tree,
                        tracked,
                        StatIndex.read(folders.index(name)),
                        Ignores.root(agentGit.exclude()),
                        Disk.moment(folders.making("moments")),
                        inserter);
        inserter.flush();
        return found;
    }

    private List<ObjectId> takeCommits(ObjectInserter inserter) throws IOException {
        try (Intake intake = Intake.of(store, agentGit, folders.making(name + ".objects"))) {
            return intake.takeAll(inserter);
        }
    }

    /// The commit the agent's HEAD names, when the store has it, else what the tree was filled with.
    private Optional<ObjectId> standsOn() throws IOException {
        Optional<ObjectId> head = agentGit.head().filter(this::isCommit);
        return head.isPresent() ? head : store.resolve(REFS + name + "/base");
    }

    private boolean isCommit(ObjectId id) {
        if (!store.has(id)) {
            return false;
        }
        try (ObjectReader reader = store.reader()) {
            return reader.open(id).getType() == Constants.OBJ_COMMIT;
        } catch (IOException e) {
            return false;
        }
    }

    private void rescue(List<ObjectId> commits, TreeScan found, Instant at, ObjectInserter inserter)
            throws IOException {
        Optional<ObjectId> files = unsavedFiles(found, at, inserter);
        List<ObjectId> all = new java.util.ArrayList<>(commits);
        files.ifPresent(all::add);
        rescues.keep(worker, all, at, inserter);
    }

    /// A commit of what the tree holds, unless a commit of the store holds the same.
    private Optional<ObjectId> unsavedFiles(TreeScan found, Instant at, ObjectInserter inserter)
            throws IOException {
        Optional<ObjectId> parent = standsOn();
        ObjectId plain = treeOf(found, parent, inserter);
        boolean nothingHidden = found.hidden().isEmpty();
        if (parent.isEmpty() && plain.equals(Trees.EMPTY) && nothingHidden) {
            return Optional.empty();
        }
        if (nothingHidden && isSaved(plain, parent)) {
            return Optional.empty();
        }
        ObjectId whole = nothingHidden ? plain : Trees.write(inserter, withHidden(found));
        if (parent.isPresent() && rescues.keptBefore(worker, whole, parent.get()).isPresent()) {
            return Optional.empty();
        }
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(whole);
        parent.ifPresent(commit::setParentId);
        PersonIdent signature = Signatures.worker(worker, at);
        commit.setAuthor(signature);
        commit.setCommitter(signature);
        commit.setMessage("Unsaved files of " + worker + "\n");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return Optional.of(id);
    }

    /// The tree of the files found; that of `parent`, the usual case, need not be written again.
    private ObjectId treeOf(TreeScan found, Optional<ObjectId> parent, ObjectInserter inserter)
            throws IOException {
        NavigableMap<String, Leaf> leaves = found.leaves();
        if (parent.isPresent()) {
            ObjectId tree = store.treeOf(parent.get());
            if (store.listing(tree).equals(leaves)) {
                return tree;
            }
        }
        return Trees.write(inserter, leaves);
    }

    private boolean isSaved(ObjectId files, Optional<ObjectId> parent) throws IOException {
        if (parent.isPresent() && store.treeOf(parent.get()).equals(files)) {
            return true;
        }
        Optional<ObjectId> saved = savedBranch();
        return saved.isPresent() && store.treeOf(saved.get()).equals(files);
    }

    private Optional<ObjectId> savedBranch() throws IOException {
        Path file = folders.branch(name);
        String branch = Files.exists(file) ? Files.readString(file) : "";
        return branch.isEmpty() ? Optional.empty() : store.resolve(Constants.R_HEADS + branch);
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

    /// What the worker made of `base`: its own commits, then its changed files as one commit.
    ///
    /// @param committed the head it was saved as before, if it was
    Optional<ObjectId> result(
            ObjectId base, String branch, Optional<ObjectId> committed, String message, Instant at)
            throws IOException {
        if (!Disk.isFolder(tree) || isHalfWritten()) {
            return Optional.empty();
        }
        try (ObjectInserter inserter = store.inserter();
                Intake intake = Intake.of(store, agentGit, folders.making(name + ".objects"))) {
            Optional<ObjectId> head = agentGit.head();
            head.ifPresent(id -> intake.take(id, inserter));
            ObjectId parent = head.filter(this::isCommit).orElse(base);
            TreeScan found = scan(store.listing(store.treeOf(parent)), inserter);
            refuseOversized(found);
            new StatIndex(found.files()).write(folders.index(name));
            ObjectId files = treeOf(found, Optional.of(parent), inserter);
            inserter.flush();
            if (!files.equals(store.treeOf(parent))) {
                return Optional.of(commit(files, parent, committed, message, at, inserter));
            }
            if (!store.contains(base, parent)) {
                return Optional.of(parent);
            }
            return agentGit.branch(branch)
                    .filter(id -> intake.take(id, inserter))
                    .filter(this::isCommit)
                    .filter(id ->
                            Disk.reading("Saving " + worker, () -> !store.contains(base, id)));
        }
    }

    private void refuseOversized(TreeScan found) {
        if (!found.oversized().isEmpty()) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "The work of %s cannot be saved: %s is larger than %d MB. Remove it or ignore it."
                            .formatted(
                                    worker,
                                    RawNames.text(found.oversized().getFirst()),
                                    TreeScan.FILE_BYTES_MAX >> 20));
        }
    }

    private ObjectId commit(
            ObjectId files,
            ObjectId parent,
            Optional<ObjectId> committed,
            String message,
            Instant at,
            ObjectInserter inserter)
            throws IOException {
        if (committed.isPresent()) {
            RevCommit before = store.commit(committed.get());
            if (before.getTree().getId().equals(files)
                    && before.getParentCount() == 1
                    && before.getParent(0).getId().equals(parent)) {
                return before.getId();
            }
        }
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(files);
        commit.setParentId(parent);
        commit.setAuthor(Signatures.worker(worker, at));
        commit.setCommitter(Signatures.worker(worker, at));
        commit.setMessage(message);
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    /// What the tree holds that the store does not, for people; empty when nothing.
    Optional<String> unsaved() throws IOException {
        if (!Disk.isFolder(tree) || isHalfWritten()) {
            return Optional.empty();
        }
        try (ObjectInserter inserter = store.inserter()) {
            int commits = takeCommits(inserter).size();
            TreeScan found = scan(tracked(new TreeMap<>()), inserter);
            Optional<ObjectId> parent = standsOn();
            ObjectId plain = treeOf(found, parent, inserter);
            inserter.flush();
            boolean saved =
                    found.hidden().isEmpty()
                            && found.oversized().isEmpty()
                            && isSaved(plain, parent);
            if (saved && commits == 0) {
                return Optional.empty();
            }
            int files = saved ? 0 : changed(found, parent);
            return Optional.of(
                    "the tree of %s holds unsaved work (%d commits, %d files)"
                            .formatted(worker, commits, files));
        }
    }

    private int changed(TreeScan found, Optional<ObjectId> parent) throws IOException {
        NavigableMap<String, Leaf> before =
                parent.isPresent() ? store.listing(store.treeOf(parent.get())) : new TreeMap<>();
        int changed = found.hidden().size() + found.oversized().size();
        for (var entry : found.files().entrySet()) {
            Leaf was = before.remove(entry.getKey());
            Known now = entry.getValue();
            changed += now.leaf().equals(was) ? 0 : 1;
        }
        return changed + before.size();
    }

    /// One line per thing amiss.
    List<String> check() throws IOException {
        List<String> problems = new java.util.ArrayList<>();
        if (isHalfWritten()) {
            problems.add(
                    "the tree of %s is half written; its next work mends it".formatted(worker));
        } else if (!agentGit.isReadable()) {
            problems.add(
                    "the tree of %s has no git directory of its own; its next work makes one"
                            .formatted(worker));
        }
        if (store.resolve(REFS + name + "/base").isEmpty()) {
            problems.add("the town does not know what the tree of %s began with".formatted(worker));
        }
        return problems;
    }

    /// The workers that have a tree in this store.
    static List<String> names(Store store) throws IOException {
        return store.refs(REFS).stream()
                .map(Store.Named::name)
                .filter(ref -> ref.endsWith("/base"))
                .map(ref -> ref.substring(REFS.length(), ref.length() - "/base".length()))
                .toList();
    }
}
