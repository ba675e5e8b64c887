package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/// One worker's tree as the town finds it: its files, the agent's git directory inside it, and the
/// town's memory of it. Reads only; what is new in it goes to the store as objects without a ref.
final class AgentTree {
    static final String REFS = "refs/town/trees/";

    private final Store store;
    private final RigFolders folders;
    private final Actor worker;
    private final String name;

    AgentTree(Store store, RigFolders folders, Actor worker) {
        this.store = store;
        this.folders = folders;
        this.worker = worker;
        this.name = folders.worker(worker);
    }

    /// The workers that have a tree in this store.
    static List<String> names(Store store) throws IOException {
        return store.refs(REFS).stream().map(ref -> ref.name().substring(REFS.length())).toList();
    }

    Actor worker() {
        return worker;
    }

    Path folder() {
        return folders.tree(name);
    }

    AgentGit git() {
        return new AgentGit(folder());
    }

    /// A place of the town's own for something about this tree, on the same file system.
    Path making(String ending) {
        return folders.making(name + ending);
    }

    /// Where what cannot be kept in the store is put.
    Path aside(Instant at) {
        return folders.aside(name).resolve(Rescues.TIME.format(at));
    }

    /// While this file stands the tree is the town's, half written: nothing in it is work.
    Path halfWritten() {
        return making(".writing");
    }

    boolean mayHoldWork() {
        return Disk.isFolder(folder()) && !Files.exists(halfWritten());
    }

    /// Remembers what the tree was filled with.
    void remember(String branch, ObjectId base) throws IOException {
        store.move(REFS + name, base);
        Disk.replace(folders.branch(name), branch.getBytes(StandardCharsets.UTF_8));
    }

    Optional<ObjectId> base() throws IOException {
        return store.resolve(REFS + name);
    }

    StatIndex index() throws IOException {
        return StatIndex.read(folders.index(name));
    }

    void remember(StatIndex index) throws IOException {
        index.write(folders.index(name));
    }

    /// The commit the agent's HEAD names, when the store has it, else what the tree was filled with.
    Optional<ObjectId> standsOn() throws IOException {
        Optional<ObjectId> head = git().head().filter(store::isCommit);
        return head.isPresent() ? head : base();
    }

    /// What the town or the agent keeps track of in the tree.
    NavigableMap<String, Leaf> tracked() throws IOException {
        NavigableMap<String, Leaf> tracked = new TreeMap<>();
        index().files().forEach((path, known) -> tracked.put(path, known.leaf()));
        Optional<ObjectId> head = standsOn();
        if (head.isPresent()) {
            tracked.putAll(store.listing(store.treeOf(head.get())));
        }
        return tracked;
    }

    TreeScan scan(NavigableMap<String, Leaf> tracked, ObjectInserter inserter) throws IOException {
        TreeScan found =
                TreeScan.of(
                        folder(),
                        tracked,
                        index(),
                        Ignores.root(git().exclude()),
                        Disk.moment(folders.making("moments")),
                        inserter);
        inserter.flush();
        return found;
    }

    Intake intake() throws IOException {
        return Intake.of(store, git(), making(".objects"));
    }

    /// Commits the agent made that no ref of the store leads to, and that no other of them builds on.
    List<ObjectId> looseCommits(ObjectInserter inserter) throws IOException {
        try (Intake intake = intake()) {
            return store.unreferenced(intake.takeAll(inserter));
        }
    }

    /// Whether work may build on the commit: the store has it, and its files can be written.
    boolean isUsable(ObjectId id) {
        if (!store.isCommit(id)) {
            return false;
        }
        try (ObjectReader reader = store.reader()) {
            return Writable.problem(store.listing(store.treeOf(id)), reader).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /// The git tree of the files found; that of `parent`, the usual case, need not be written again.
    ObjectId treeOf(TreeScan found, Optional<ObjectId> parent, ObjectInserter inserter)
            throws IOException {
        NavigableMap<String, Leaf> leaves = found.leaves();
        if (parent.isPresent()) {
            ObjectId tree = store.treeOf(parent.get());
            if (store.listing(tree).equals(leaves)) {
                return tree;
            }
        }
        ObjectId written = Trees.write(inserter, leaves);
        inserter.flush();
        return written;
    }

    /// Whether the commit the agent stands on, or the branch it works for, holds these very files.
    boolean isSaved(TreeScan found, ObjectId files) throws IOException {
        if (!found.hidden().isEmpty() || !found.oversized().isEmpty()) {
            return false;
        }
        Optional<ObjectId> parent = standsOn();
        if (parent.isEmpty()) {
            return files.equals(Trees.EMPTY);
        }
        if (store.treeOf(parent.get()).equals(files)) {
            return true;
        }
        Path file = folders.branch(name);
        String branch = Files.exists(file) ? Files.readString(file) : "";
        Optional<ObjectId> saved =
                branch.isEmpty() ? Optional.empty() : store.resolve(Constants.R_HEADS + branch);
        return saved.isPresent() && store.treeOf(saved.get()).equals(files);
    }
}
