package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.worktree.SimulatedRepositories.Boundary;
import dev.townhall.core.worktree.SimulatedRepositories.Call;
import dev.townhall.core.worktree.SimulatedRepositories.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One rig of [SimulatedRepositories].
final class SimulatedRepository implements RigRepository {
    private final RigFolders folders;
    private final SimulatedGit git;
    private final SimulatedGit.Store store;
    private final Time time;
    private final Boundary boundary;

    SimulatedRepository(
            RigName rig, SimulatedGit git, SimulatedGit.Store store, Time time, Boundary boundary) {
        this.folders = new RigFolders(rig, Path.of("/simulated").resolve(rig.text()));
        this.git = git;
        this.store = store;
        this.time = time;
        this.boundary = boundary;
    }

    @Override
    public CommitId fetch() {
        boundary.at(new Call("fetch", ""), Moment.BEFORE);
        SimulatedGit.Remote remote = reached();
        store.known.addAll(git.ancestry(remote.head, store.known));
        store.target = remote.head;
        boundary.at(new Call("fetch", ""), Moment.AFTER);
        return store.target;
    }

    private SimulatedGit.Remote reached() {
        return git.remote(store.remote)
                .filter(remote -> !remote.away)
                .orElseThrow(() -> SimulatedRepositories.away(store.remote));
    }

    @Override
    public CommitId freshHead() {
        try {
            return fetch();
        } catch (TownException e) {
            return store.target;
        }
    }

    @Override
    public CommitId targetHead() {
        return store.target;
    }

    @Override
    public Optional<CommitId> branchHead(String branch) {
        return Optional.ofNullable(store.branches.get(branch));
    }

    @Override
    public Path prepare(Actor worker, String branch, CommitId base) {
        boundary.at(new Call("prepare", branch), Moment.BEFORE);
        known(base);
        String name = folders.worker(worker);
        SimulatedTree tree = store.trees.get(name);
        if (tree == null) {
            tree = new SimulatedTree(git, base);
            store.trees.put(name, tree);
        } else {
            rescue(worker, tree);
            boundary.at(new Call("prepare", branch), Moment.WITHIN);
        }
        Map<String, String> held = new TreeMap<>(tree.content());
        tree.fill(branch, base);
        git.prepared(held);
        boundary.at(new Call("prepare", branch), Moment.AFTER);
        return SimulatedGit.folder(folders.rig(), name);
    }

    @Override
    public Optional<Path> tree(Actor worker) {
        String name = folders.worker(worker);
        return store.trees.containsKey(name)
                ? Optional.of(SimulatedGit.folder(folders.rig(), name))
                : Optional.empty();
    }

    @Override
    public void removeTree(Actor worker) {
        String name = folders.worker(worker);
        boundary.at(new Call("removeTree", name), Moment.BEFORE);
        if (store.trees.containsKey(name)) {
            git.removing(worker, notSafe(worker), discard(worker));
        }
        boundary.at(new Call("removeTree", name), Moment.WITHIN);
        store.branches.remove(name);
        store.rescues.removeIf(rescue -> rescue.worker().equals(worker));
        boundary.at(new Call("removeTree", name), Moment.AFTER);
    }

    /// Removes the tree; returns the commits that nothing leads to once all of the worker's is gone.
    private List<CommitId> discard(Actor worker) {
        String name = folders.worker(worker);
        List<CommitId> own =
                new ArrayList<>(
                        store.rescues.stream()
                                .filter(rescue -> rescue.worker().equals(worker))
                                .map(Rescue::commit)
                                .toList());
        Optional.ofNullable(store.branches.get(name)).ifPresent(own::add);
        SimulatedTree tree = store.trees.remove(name);
        List<CommitId> gone = new ArrayList<>(tree == null ? List.of() : tree.commits());
        own.forEach(head -> gone.addAll(git.ancestry(head, Set.of())));
        List<CommitId> others = new ArrayList<>(store.heads());
        own.forEach(others::remove);
        others.forEach(head -> gone.removeAll(git.ancestry(head, Set.of())));
        return gone;
    }

    @Override
    public List<String> notSafeElsewhere(Actor worker) {
        String name = folders.worker(worker);
        if (store.trees.containsKey(name)) {
            String folder = SimulatedGit.folder(folders.rig(), name).toString();
            boundary.at(new Call("lookThrough", folder), Moment.BEFORE);
        }
        return notSafe(worker);
    }

    private List<String> notSafe(Actor worker) {
        String name = folders.worker(worker);
        return notSafeElsewhere().stream()
                .filter(line ->
                        line.contains("branch " + name + " ")
                                || line.contains("/" + name + "/")
                                || line.contains(" " + worker + " "))
                .toList();
    }

    @Override
    public List<String> planted(Actor worker) {
        SimulatedTree tree = store.trees.get(folders.worker(worker));
        return tree == null ? List.of() : tree.planted();
    }

    private void rescue(Actor worker, SimulatedTree tree) {
        for (CommitId commit : unsavedCommits(tree)) {
            keep(worker, commit);
        }
        if (hasUnsavedFiles(tree)) {
            keep(
                    worker,
                    git.add(
                                    SimulatedCommit.of(
                                            tree.content(),
                                            List.of(tree.head()),
                                            author(worker),
                                            Instant.EPOCH,
                                            "Unsaved files of " + worker + "\n"))
                            .id());
        }
    }

    private static String author(Actor worker) {
        return worker.shortName() + " <" + Signatures.email(worker) + ">";
    }

    private void keep(Actor worker, CommitId commit) {
        store.known.addAll(git.ancestry(commit, store.known));
        if (store.rescues.stream().noneMatch(rescue -> rescue.commit().equals(commit))) {
            String ref = Rescues.PREFIX + folders.worker(worker) + "/" + (store.rescues.size() + 1);
            String what = git.commit(commit).title();
            store.rescues.add(new Rescue(ref, commit, worker, time.now(), what));
        }
    }

    private List<CommitId> unsavedCommits(SimulatedTree tree) {
        List<CommitId> kept = store.heads();
        return tree.commits().stream()
                .filter(commit -> kept.stream().noneMatch(head -> git.contains(head, commit)))
                .toList();
    }

    private boolean hasUnsavedFiles(SimulatedTree tree) {
        NavigableMap<String, String> files = tree.content();
        CommitId saved = store.branches.get(tree.branch());
        boolean onBranch = saved != null && git.commit(saved).files().equals(files);
        return !onBranch && tree.isChanged();
    }

    @Override
    public Optional<CommitId> save(
            Actor worker, String branch, CommitId base, BeadId bead, String message, Instant at) {
        boundary.at(new Call("save", bead.text()), Moment.BEFORE);
        known(base);
        SimulatedTree tree = store.trees.get(folders.worker(worker));
        if (tree == null) {
            return Optional.empty();
        }
        CommitId head = tree.head();
        if (tree.isChanged()) {
            head = filesCommit(tree, worker, branch, Signatures.withTrailer(message, bead), at);
        }
        if (git.contains(base, head)) {
            return Optional.empty();
        }
        store.known.addAll(git.ancestry(head, store.known));
        boundary.at(new Call("save", bead.text()), Moment.WITHIN);
        moveBranch(branch, head);
        git.saved(bead, head);
        boundary.at(new Call("save", bead.text()), Moment.AFTER);
        return Optional.of(head);
    }

    private void moveBranch(String branch, CommitId head) {
        CommitId before = store.branches.put(branch, head);
        if (before != null && !git.contains(head, before)) {
            store.superseded.add(before);
        }
    }

    private CommitId filesCommit(
            SimulatedTree tree, Actor worker, String branch, String message, Instant at) {
        CommitId before = store.branches.get(branch);
        if (before != null
                && git.commit(before).files().equals(tree.content())
                && git.commit(before).parents().equals(List.of(tree.head()))) {
            return before;
        }
        return git.add(
                        SimulatedCommit.of(
                                tree.content(), List.of(tree.head()), author(worker), at, message))
                .id();
    }

    @Override
    public Stack stack(CommitId onto, List<Candidate> candidates) {
        boundary.at(new Call("stack", onto.shortText()), Moment.BEFORE);
        known(onto);
        candidates.forEach(candidate -> known(candidate.head()));
        Stack stack = new SimulatedStacking(git).stack(onto, candidates);
        store.known.addAll(git.ancestry(stack.tip(), store.known));
        boundary.at(new Call("stack", onto.shortText()), Moment.AFTER);
        return stack;
    }

    @Override
    public Begun begin(String branch, CommitId onto, Candidate candidate) {
        boundary.at(new Call("begin", branch), Moment.BEFORE);
        known(onto);
        known(candidate.head());
        SimulatedJoining joining = new SimulatedJoining(git);
        Begun begun = joining.begin(onto, candidate);
        store.known.add(begun.commit());
        boundary.at(new Call("begin", branch), Moment.WITHIN);
        moveBranch(branch, begun.commit());
        boundary.at(new Call("begin", branch), Moment.AFTER);
        return begun;
    }

    @Override
    public List<String> marked(CommitId onto, CommitId head, Candidate candidate) {
        return new SimulatedJoining(git).marked(known(onto), known(head), candidate);
    }

    @Override
    public CommitId join(
            String branch, CommitId onto, CommitId head, Candidate candidate, Actor by) {
        boundary.at(new Call("join", branch), Moment.BEFORE);
        known(onto);
        known(head);
        CommitId joined = new SimulatedJoining(git).join(onto, head, candidate, by);
        store.known.add(joined);
        boundary.at(new Call("join", branch), Moment.WITHIN);
        moveBranch(branch, joined);
        boundary.at(new Call("join", branch), Moment.AFTER);
        return joined;
    }

    @Override
    public List<Past> history(CommitId base, CommitId head, List<String> files, int max) {
        return new SimulatedJoining(git).history(known(base), known(head), files, max);
    }

    @Override
    public Path checkoutForGates(CommitId commit) {
        return checkout("checkoutForGates", "refinery", commit);
    }

    @Override
    public Path checkoutToJudge(CommitId commit) {
        return checkout("checkoutToJudge", "witness", commit);
    }

    private Path checkout(String call, String reader, CommitId commit) {
        boundary.at(new Call(call, commit.shortText()), Moment.BEFORE);
        known(commit);
        store.trees
                .computeIfAbsent(reader, name -> new SimulatedTree(git, commit))
                .fill("", commit);
        boundary.at(new Call(call, commit.shortText()), Moment.AFTER);
        return SimulatedGit.folder(folders.rig(), reader);
    }

    @Override
    public Path objects() {
        return SimulatedGit.folder(folders.rig(), "objects");
    }

    @Override
    public Push push(CommitId expected, CommitId commit) {
        Call push = new Call("push", expected.shortText() + ".." + commit.shortText());
        boundary.at(push, Moment.BEFORE);
        known(expected);
        known(commit);
        if (!git.contains(commit, expected)) {
            return new Refused(
                    "%s does not build on %s".formatted(commit.shortText(), expected.shortText()));
        }
        SimulatedGit.Remote remote = reached();
        if (git.contains(remote.head, commit)) {
            fetch();
            return new Pushed();
        }
        if (!remote.head.equals(expected)) {
            return new TargetMoved(fetch());
        }
        if (remote.refusal.isPresent()) {
            return new Refused(remote.refusal.get());
        }
        git.move(remote, commit, true);
        boundary.at(push, Moment.WITHIN);
        store.target = commit;
        boundary.at(push, Moment.AFTER);
        return new Pushed();
    }

    @Override
    public boolean targetContains(CommitId commit) {
        return store.known.contains(commit) && git.contains(store.target, commit);
    }

    @Override
    public DiffSummary diff(CommitId base, CommitId head, int filesMax) {
        return SimulatedDiff.between(
                git.commit(known(base)).files(), git.commit(known(head)).files(), filesMax);
    }

    @Override
    public List<Rescue> rescues() {
        List<Rescue> newestFirst = new ArrayList<>(store.rescues.reversed());
        newestFirst.sort(Comparator.comparing(Rescue::at).reversed());
        return newestFirst;
    }

    @Override
    public List<String> notSafeElsewhere() {
        Set<String> merged = new HashSet<>();
        Set<String> beads = new HashSet<>();
        for (CommitId id : git.ancestry(store.target, Set.of())) {
            merged.add(git.commit(id).signature());
            git.commit(id).bead().ifPresent(beads::add);
        }
        List<String> lines = new ArrayList<>();
        store.branches.forEach((branch, head) -> {
            SimulatedCommit commit = git.commit(head);
            boolean replaced = commit.bead().filter(beads::contains).isPresent();
            if (!replaced && !merged.contains(commit.signature())) {
                lines.add("branch " + branch + " is not merged");
            }
        });
        for (Rescue rescue : store.rescues) {
            if (!merged.contains(git.commit(rescue.commit()).signature())) {
                lines.add(rescue.ref() + " is only here: " + rescue.what());
            }
        }
        store.trees.forEach((name, tree) -> {
            boolean gates = List.of("refinery", "witness").contains(name);
            if (!gates && (hasUnsavedFiles(tree) || !unsavedCommits(tree).isEmpty())) {
                lines.add(
                        "the tree of %s holds unsaved work, state %08x"
                                .formatted(
                                        folders.actor(name),
                                        List.of(tree.content(), unsavedCommits(tree)).hashCode()));
            }
        });
        return lines;
    }

    @Override
    public List<String> check() {
        Set<CommitId> needed = new LinkedHashSet<>();
        store.heads().forEach(head -> needed.addAll(git.ancestry(head, needed)));
        store.trees.values().forEach(tree -> needed.addAll(git.ancestry(tree.base(), needed)));
        needed.removeAll(store.known);
        return needed.stream()
                .map(commit -> "The commit %s is missing.".formatted(commit.shortText()))
                .toList();
    }

    private CommitId known(CommitId commit) {
        if (!store.known.contains(commit)) {
            throw TownException.notFound(
                    "Commit %s is not in the repository of rig %s. Fetch first."
                            .formatted(commit.shortText(), folders.rig()));
        }
        return commit;
    }
}
