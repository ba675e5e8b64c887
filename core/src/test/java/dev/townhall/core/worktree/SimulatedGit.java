package dev.townhall.core.worktree;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All that outlives a crash of a simulated town: the remotes, and the town's disk with stores and
/// trees. [SimulatedRepositories] works on it; the simulator plays the remotes' other users and the
/// agents. For one thread.
public final class SimulatedGit {
    private static final Path ROOT = Path.of("/simulated");
    private static final String SOMEBODY = "Somebody <somebody@example.org>";

    private final Map<CommitId, SimulatedCommit> commits = new LinkedHashMap<>();
    private final Map<String, Remote> remotes = new LinkedHashMap<>();
    private final Map<RigName, Store> stores = new LinkedHashMap<>();
    private final Set<CommitId> made = new LinkedHashSet<>();
    private Watcher watcher = new Watcher() {};
    private int outsiderCommits;

    /// Is told what happens to remotes and branches, at the moment it does.
    public interface Watcher {
        default void moved(Move move) {}

        /// Work was taken over from a worker's tree.
        default void saved(BeadId bead, CommitId head) {}

        /// A worker's tree was filled anew; `held` are the files it held before.
        default void prepared(Map<String, String> held) {}

        /// A worker's tree is removed for good; `lost` is what was only there.
        default void removing(Actor worker, List<String> lost) {}
    }

    /// A remote's main went from one commit to another.
    ///
    /// @param byTown whether the town pushed it
    public record Move(CommitId from, CommitId to, boolean byTown) {}

    /// One remote with one branch, `main`.
    static final class Remote {
        CommitId head;
        Optional<String> refusal = Optional.empty();
        boolean away;

        Remote(CommitId head) {
            this.head = head;
        }
    }

    /// What the town has of a rig.
    static final class Store {
        final String remote;
        final Set<CommitId> known = new LinkedHashSet<>();
        final Map<String, CommitId> branches = new TreeMap<>();
        final NavigableMap<String, SimulatedTree> trees = new TreeMap<>();
        final List<RigRepository.Rescue> rescues = new ArrayList<>();
        final List<CommitId> superseded = new ArrayList<>();
        CommitId target;

        Store(String remote, CommitId target) {
            this.remote = remote;
            this.target = target;
        }

        /// Every commit that a ref of the store names.
        List<CommitId> heads() {
            List<CommitId> heads = new ArrayList<>(branches.values());
            heads.addAll(superseded);
            rescues.forEach(rescue -> heads.add(rescue.commit()));
            heads.add(target);
            return heads;
        }
    }

    public void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /// Makes a remote whose main holds `files`.
    public void addRemote(String remote, Map<String, String> files) {
        CommitId start =
                add(SimulatedCommit.of(files, List.of(), SOMEBODY, Instant.EPOCH, "Start\n")).id();
        remotes.put(remote, new Remote(start));
    }

    /// Somebody sets one file on the remote's main.
    public CommitId outsiderCommits(String remote, String file, String content) {
        Remote at = there(remote);
        NavigableMap<String, String> files = new TreeMap<>(commit(at.head).files());
        files.put(file, content);
        Instant when = Instant.EPOCH.plusSeconds(++outsiderCommits);
        String message = "Outside: " + file + "\n";
        CommitId next =
                add(SimulatedCommit.of(files, List.of(at.head), SOMEBODY, when, message)).id();
        move(at, next, false);
        return next;
    }

    void move(Remote remote, CommitId to, boolean byTown) {
        Move move = new Move(remote.head, to, byTown);
        remote.head = to;
        watcher.moved(move);
    }

    /// From now on the remote refuses pushes, saying this; empty lets them pass again.
    public void refusePushes(String remote, Optional<String> reason) {
        there(remote).refusal = reason;
    }

    /// From now on the remote cannot be reached, or can again.
    public void unreachable(String remote, boolean away) {
        there(remote).away = away;
    }

    public CommitId remoteHead(String remote) {
        return there(remote).head;
    }

    /// The remote's main, newest first.
    public List<SimulatedCommit> log(String remote) {
        List<SimulatedCommit> log = new ArrayList<>();
        Optional<CommitId> at = Optional.of(there(remote).head);
        while (at.isPresent()) {
            SimulatedCommit commit = commit(at.get());
            log.add(commit);
            at = commit.parents().stream().findFirst();
        }
        return log;
    }

    public SimulatedCommit commit(CommitId id) {
        SimulatedCommit commit = commits.get(id);
        if (commit == null) {
            throw new IllegalArgumentException("No commit " + id + " was ever made.");
        }
        return commit;
    }

    /// The tree at a folder that a [RigRepository] named.
    public SimulatedTree tree(Path folder) {
        return findTree(folder)
                .orElseThrow(() ->
                        new IllegalArgumentException("No tree was prepared at " + folder + "."));
    }

    /// The tree at a folder, while there is one.
    public Optional<SimulatedTree> findTree(Path folder) {
        RigName rig = new RigName(folder.getName(1).toString());
        String worker = folder.subpath(3, folder.getNameCount()).toString();
        Store store = stores.get(rig);
        return Optional.ofNullable(store == null ? null : store.trees.get(worker));
    }

    /// A worker's commit, made by itself or by the town in its name.
    CommitId made(SimulatedCommit commit) {
        made.add(add(commit).id());
        return commit.id();
    }

    void prepared(Map<String, String> held) {
        watcher.prepared(held);
    }

    /// @param gone commits that nothing leads to any more, as somebody agreed to
    void removing(Actor worker, List<String> lost, List<CommitId> gone) {
        gone.forEach(made::remove);
        watcher.removing(worker, lost);
    }

    void saved(BeadId bead, CommitId head) {
        made.add(head);
        watcher.saved(bead, head);
    }

    /// What workers made and nobody can reach any more: neither a ref of a store, nor a remote, nor
    /// a tree in which it was made leads there.
    public List<CommitId> lost() {
        Set<CommitId> reached = reached();
        stores.values().stream()
                .flatMap(store -> store.trees.values().stream())
                .forEach(tree -> reached.addAll(tree.commits()));
        return made.stream().filter(commit -> !reached.contains(commit)).toList();
    }

    /// Whether a commit that a ref reaches holds exactly these files.
    public boolean keeps(Map<String, String> files) {
        return reached().stream().anyMatch(commit -> commit(commit).files().equals(files));
    }

    private Set<CommitId> reached() {
        Set<CommitId> reached = new LinkedHashSet<>();
        for (Remote remote : remotes.values()) {
            reached.addAll(ancestry(remote.head, reached));
        }
        for (Store store : stores.values()) {
            store.heads().forEach(head -> reached.addAll(ancestry(head, reached)));
        }
        return reached;
    }

    /// A rig's store loses an object, as a damaged disk does.
    void damage(RigName rig, CommitId commit) {
        Optional.ofNullable(stores.get(rig)).ifPresent(store -> store.known.remove(commit));
    }

    static Path folder(RigName rig, String worker) {
        return ROOT.resolve(rig.text()).resolve("trees").resolve(worker);
    }

    SimulatedCommit add(SimulatedCommit commit) {
        commits.putIfAbsent(commit.id(), commit);
        return commit;
    }

    Optional<Remote> remote(String remote) {
        return Optional.ofNullable(remotes.get(remote));
    }

    private Remote there(String remote) {
        return remote(remote)
                .orElseThrow(() -> new IllegalArgumentException("No remote " + remote + "."));
    }

    Map<RigName, Store> stores() {
        return stores;
    }

    /// `head` and all before it, down to those in `known`.
    public List<CommitId> ancestry(CommitId head, Set<CommitId> known) {
        Set<CommitId> found = new LinkedHashSet<>();
        Deque<CommitId> open = new ArrayDeque<>(List.of(head));
        while (!open.isEmpty()) {
            CommitId id = open.pop();
            if (!known.contains(id) && found.add(id)) {
                open.addAll(commit(id).parents());
            }
        }
        return List.copyOf(found);
    }

    public boolean contains(CommitId descendant, CommitId ancestor) {
        Set<CommitId> seen = new LinkedHashSet<>();
        Deque<CommitId> open = new ArrayDeque<>(List.of(descendant));
        while (!open.isEmpty()) {
            CommitId id = open.pop();
            if (id.equals(ancestor)) {
                return true;
            }
            if (seen.add(id)) {
                open.addAll(commit(id).parents());
            }
        }
        return false;
    }
}
