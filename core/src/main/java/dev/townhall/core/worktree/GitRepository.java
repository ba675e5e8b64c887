package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// A rig's repository on disk. Objects, refs and trees are read and written with JGit, which is cut
/// off from all configuration but the store's own; the git program is used only to talk with the
/// remote.
final class GitRepository implements RigRepository {
    private static final String SUPERSEDED = "refs/superseded/";

    private final RigFolders folders;
    private final Store store;
    private final Time time;
    private final RemoteBranch remote;
    private final Actor refinery;
    private final Actor witness;

    GitRepository(RigFolders folders, Store store, GitProgram git, Time time) {
        this.folders = folders;
        this.store = store;
        this.time = time;
        this.remote = new RemoteBranch(store, git, time);
        this.refinery = Actor.refinery(folders.rig());
        this.witness = Actor.witness(folders.rig());
    }

    @Override
    public CommitId fetch() {
        return Disk.reading(doing("Fetching"), () -> id(remote.fetch()));
    }

    @Override
    public CommitId freshHead() {
        return Disk.reading(doing("Reading"), () -> id(remote.freshHead()));
    }

    @Override
    public CommitId targetHead() {
        return Disk.reading(doing("Reading"), () -> id(store.targetHead()));
    }

    @Override
    public Optional<CommitId> branchHead(String branch) {
        return Disk.reading(
                doing("Reading"), () -> store.resolve(ref(branch)).map(GitRepository::id));
    }

    @Override
    public Path prepare(Actor worker, String branch, CommitId base) {
        ref(branch);
        WorkTree tree = new WorkTree(store, folders, worker);
        Disk.doing(
                doing("Preparing the tree of " + worker),
                () -> tree.fillForWork(branch, known(base), time.now()));
        return tree.folder();
    }

    @Override
    public Optional<Path> tree(Actor worker) {
        WorkTree tree = new WorkTree(store, folders, worker);
        return Disk.reading(
                doing("Looking at the tree of " + worker),
                () -> tree.isWhole() ? Optional.of(tree.folder()) : Optional.empty());
    }

    @Override
    public void removeTree(Actor worker) {
        Disk.doing(
                doing("Removing the tree of " + worker),
                () -> new TreeRemoval(store, folders, worker).remove());
    }

    @Override
    public Optional<CommitId> save(
            Actor worker, String branch, CommitId base, BeadId bead, String message, Instant at) {
        String ref = ref(branch);
        SavedWork work = new SavedWork(store, folders, worker);
        String whole = Signatures.withTrailer(message, bead);
        return Disk.reading(
                doing("Saving the work of " + worker),
                () -> {
                    Optional<ObjectId> before = store.resolve(ref);
                    Optional<ObjectId> head = work.beyond(known(base), branch, before, whole, at);
                    if (head.isPresent()) {
                        moveBranch(branch, before, head.get());
                    }
                    return head.map(GitRepository::id);
                });
    }

    private void moveBranch(String branch, Optional<ObjectId> before, ObjectId head)
            throws IOException {
        if (before.isPresent() && !store.contains(head, before.get())) {
            String kept = before.get().abbreviate(12).name();
            store.move(SUPERSEDED + branch + "/" + kept, before.get());
        }
        store.move(ref(branch), head);
    }

    @Override
    public Stack stack(CommitId onto, List<Candidate> candidates) {
        return Disk.reading(
                doing("Stacking"),
                () -> {
                    known(onto);
                    for (Candidate candidate : candidates) {
                        known(candidate.base());
                        known(candidate.head());
                    }
                    try (Stacking stacking = new Stacking(store, refinery)) {
                        return stacking.stack(onto, candidates);
                    }
                });
    }

    @Override
    public Begun begin(String branch, CommitId onto, Candidate candidate) {
        return Disk.reading(
                doing("Beginning a merge"),
                () -> {
                    try (Joining joining = joining(onto, candidate)) {
                        Begun begun = joining.begin(onto, candidate);
                        moveBranch(branch, store.resolve(ref(branch)), known(begun.commit()));
                        return begun;
                    }
                });
    }

    @Override
    public List<String> marked(CommitId onto, CommitId head, Candidate candidate) {
        return Disk.reading(
                doing("Reading"),
                () -> {
                    known(head);
                    try (Joining joining = joining(onto, candidate)) {
                        return joining.marked(onto, head, candidate);
                    }
                });
    }

    @Override
    public CommitId join(
            String branch, CommitId onto, CommitId head, Candidate candidate, Actor by) {
        return Disk.reading(
                doing("Joining"),
                () -> {
                    known(head);
                    try (Joining joining = joining(onto, candidate)) {
                        ObjectId joined = joining.join(onto, head, candidate, by);
                        moveBranch(branch, store.resolve(ref(branch)), joined);
                        return id(joined);
                    }
                });
    }

    private Joining joining(CommitId onto, Candidate candidate) {
        known(onto);
        known(candidate.base());
        known(candidate.head());
        return new Joining(store, refinery);
    }

    @Override
    public List<Past> history(CommitId base, CommitId head, List<String> files, int max) {
        return Disk.reading(
                doing("Reading"),
                () -> {
                    known(base);
                    known(head);
                    try (Joining joining = new Joining(store, refinery)) {
                        return joining.history(base, head, files, max);
                    }
                });
    }

    @Override
    public Path checkoutForGates(CommitId commit) {
        return checkout(refinery, commit);
    }

    @Override
    public Optional<Path> treeForGates() {
        return Optional.of(folders.tree(folders.worker(refinery)));
    }

    @Override
    public Path checkoutToJudge(CommitId commit) {
        return checkout(witness, commit);
    }

    private Path checkout(Actor reader, CommitId commit) {
        WorkTree tree = new WorkTree(store, folders, reader);
        Disk.doing(
                doing("Preparing the tree of " + reader), () -> tree.fillForGates(known(commit)));
        return tree.folder();
    }

    @Override
    public List<String> planted(Actor worker) {
        return Disk.reading(
                doing("Looking into a worker's git directory of"),
                () -> {
                    AgentGit git = new AgentGit(folders.tree(folders.worker(worker)));
                    return new Planted(git, store).found();
                });
    }

    @Override
    public Path objects() {
        return store.objects().toAbsolutePath().normalize();
    }

    @Override
    public Push push(CommitId expected, CommitId commit) {
        return Disk.reading(doing("Pushing"), () -> remote.push(known(expected), known(commit)));
    }

    @Override
    public boolean targetContains(CommitId commit) {
        ObjectId id = ObjectId.fromString(commit.text());
        return Disk.reading(
                doing("Reading"), () -> store.has(id) && store.contains(store.targetHead(), id));
    }

    @Override
    public DiffSummary diff(CommitId base, CommitId head, int filesMax) {
        return Disk.reading(
                doing("Comparing"), () -> Diffs.summary(store, known(base), known(head), filesMax));
    }

    @Override
    public List<Rescue> rescues() {
        return Disk.reading(
                doing("Listing what was rescued"), () -> new Rescues(store, folders).all());
    }

    @Override
    public List<String> notSafeElsewhere() {
        return Disk.reading(
                doing("Looking for work that is nowhere else"),
                () -> {
                    List<String> lines =
                            new ArrayList<>(new Safety(store, refinery).refsAtRisk(_ -> true));
                    if (Disk.exists(folders.aside(""))) {
                        lines.add("files too large to rescue lie in " + folders.aside(""));
                    }
                    for (String name : AgentTree.names(store)) {
                        Actor worker = folders.actor(name);
                        if (!worker.equals(refinery) && !worker.equals(witness)) {
                            new WorkTree(store, folders, worker).unsaved().ifPresent(lines::add);
                        }
                    }
                    return lines;
                });
    }

    @Override
    public List<String> notSafeElsewhere(Actor worker) {
        String name = folders.worker(worker);
        return Disk.reading(
                doing("Looking for work of " + worker + " that is nowhere else"),
                () -> {
                    List<String> lines =
                            new ArrayList<>(
                                    new Safety(store, refinery)
                                            .refsAtRisk(it ->
                                                    it.equals(name) || it.startsWith(name + "/")));
                    if (Disk.exists(folders.aside(name))) {
                        lines.add("files too large to rescue lie in " + folders.aside(name));
                    }
                    new WorkTree(store, folders, worker).unsaved().ifPresent(lines::add);
                    return lines;
                });
    }

    @Override
    public List<String> check() {
        return Disk.reading(
                doing("Checking"),
                () -> {
                    List<String> problems = new ArrayList<>(remote.checkStore());
                    for (String name : AgentTree.names(store)) {
                        problems.addAll(new WorkTree(store, folders, folders.actor(name)).check());
                    }
                    return problems;
                });
    }

    private ObjectId known(CommitId commit) {
        ObjectId id = ObjectId.fromString(commit.text());
        if (!store.has(id)) {
            throw TownException.notFound(
                    "Commit %s is not in the repository of rig %s. Fetch first."
                            .formatted(commit.shortText(), folders.rig()));
        }
        return id;
    }

    private static String ref(String branch) {
        String ref = Constants.R_HEADS + branch;
        Check.that(
                Repository.isValidRefName(ref) && !branch.startsWith("-"),
                "'%s' is no name for a branch.",
                branch);
        return ref;
    }

    private static CommitId id(ObjectId id) {
        return new CommitId(id.name());
    }

    private String doing(String what) {
        return what + " in rig " + folders.rig();
    }

    void close() {
        store.close();
    }
}
