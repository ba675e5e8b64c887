package dev.townhall.core.worktree;

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
    private int outsiderCommits;

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
        CommitId target;

        Store(String remote, CommitId target) {
            this.remote = remote;
            this.target = target;
        }
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
        at.head = add(SimulatedCommit.of(files, List.of(at.head), SOMEBODY, when, message)).id();
        return at.head;
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
        RigName rig = new RigName(folder.getName(1).toString());
        String worker = folder.subpath(3, folder.getNameCount()).toString();
        Store store = stores.get(rig);
        SimulatedTree tree = store == null ? null : store.trees.get(worker);
        if (tree == null) {
            throw new IllegalArgumentException("No tree was prepared at " + folder + ".");
        }
        return tree;
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
    List<CommitId> ancestry(CommitId head, Set<CommitId> known) {
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

    boolean contains(CommitId descendant, CommitId ancestor) {
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
