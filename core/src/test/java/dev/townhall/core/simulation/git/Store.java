package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a rig's folder holds: branches, rescued commits, trees. Outlives every town.
public final class Store {
    private final Objects objects;
    private final Remote remote;
    private final RigName rig;
    private CommitId targetHead;
    private final Map<String, CommitId> branches = new TreeMap<>();
    private final List<RigRepository.Rescue> rescues = new ArrayList<>();
    private final List<CommitId> superseded = new ArrayList<>();
    private final List<CommitId> saved = new ArrayList<>();
    private final Map<BeadId, List<CommitId>> savedSinceSlung = new TreeMap<>();
    private final Map<Actor, WorkTree> trees = new LinkedHashMap<>();

    Store(Objects objects, Remote remote, RigName rig) {
        this.objects = objects;
        this.remote = remote;
        this.rig = rig;
        this.targetHead = remote.head();
    }

    CommitId fetch() {
        targetHead = remote.head();
        return targetHead;
    }

    CommitId targetHead() {
        return targetHead;
    }

    CommitId remoteHead() {
        return remote.head();
    }

    void outsiderPushes(Instant at) {
        remote.outsiderPushes("outside", "moved\n", at);
    }

    void pushed(CommitId commit) {
        remote.push(commit);
        targetHead = commit;
    }

    Optional<CommitId> branchHead(String branch) {
        return Optional.ofNullable(branches.get(branch));
    }

    Path folder(Actor worker) {
        return Path.of("/town/rigs/" + rig + "/trees/" + worker.shortName());
    }

    public Optional<WorkTree> tree(Path folder) {
        return trees.entrySet().stream()
                .filter(entry -> folder(entry.getKey()).equals(folder))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    Path prepare(Actor worker, CommitId base, Instant at) {
        WorkTree tree = trees.computeIfAbsent(worker, name -> new WorkTree(objects, base));
        if (tree.isChanged()) {
            rescue(worker, tree.snapshot(worker.text(), "rescued", Optional.empty(), at).id(), at);
        } else if (!isSafe(tree.head())) {
            rescue(worker, tree.head(), at);
        }
        tree.standAt(base);
        return folder(worker);
    }

    Optional<CommitId> save(
            Actor worker, String branch, CommitId base, BeadId bead, String message, Instant at) {
        WorkTree tree = trees.get(worker);
        if (tree == null) {
            return Optional.empty();
        }
        if (tree.isChanged()) {
            Snapshot commit = tree.snapshot(worker.text(), message, Optional.of(bead), at);
            tree.standAt(commit.id());
        }
        if (tree.head().equals(base)) {
            return Optional.empty();
        }
        saved.add(tree.head());
        savedSinceSlung.computeIfAbsent(bead, id -> new ArrayList<>()).add(tree.head());
        CommitId before = branches.put(branch, tree.head());
        if (before != null && !objects.reaches(tree.head(), before)) {
            superseded.add(before);
        }
        return Optional.of(tree.head());
    }

    Path checkout(CommitId commit) {
        Actor refinery = Actor.refinery(rig);
        trees.computeIfAbsent(refinery, name -> new WorkTree(objects, commit)).standAt(commit);
        return folder(refinery);
    }

    List<RigRepository.Rescue> rescues() {
        return List.copyOf(rescues.reversed());
    }

    /// Whether some ref of the store, or the remote, still reaches `commit`.
    public boolean isSafe(CommitId commit) {
        return remote.contains(commit)
                || branches.values().stream().anyMatch(head -> objects.reaches(head, commit))
                || superseded.stream().anyMatch(head -> objects.reaches(head, commit))
                || rescues.stream().anyMatch(kept -> objects.reaches(kept.commit(), commit));
    }

    /// A new try at `bead` begins.
    public void slung(BeadId bead) {
        savedSinceSlung.remove(bead);
    }

    /// Whether `commit` was saved in the present try at `bead`.
    public boolean isOfThisTry(BeadId bead, CommitId commit) {
        return savedSinceSlung.getOrDefault(bead, List.of()).contains(commit);
    }

    /// Saved work that nothing reaches any more.
    public List<String> lost() {
        return saved.stream()
                .filter(commit -> !isSafe(commit))
                .map(commit -> "saved work " + commit + " is lost")
                .toList();
    }

    private void rescue(Actor worker, CommitId commit, Instant at) {
        rescues.add(
                new RigRepository.Rescue(
                        "refs/rescue/" + worker.shortName() + "/" + rescues.size(),
                        commit,
                        worker,
                        at,
                        "unsaved work"));
    }
}
