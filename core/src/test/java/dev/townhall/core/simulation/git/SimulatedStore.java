package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One rig's repository as one life of the town reaches it: every call may fail, be the last one,
/// or lose its answer.
final class SimulatedStore implements RigRepository {
    private final Objects objects;
    private final Store store;
    private final Boundary boundary;
    private final Time time;
    private final Picking picking;

    SimulatedStore(Objects objects, Store store, Boundary boundary, Time time) {
        this.objects = objects;
        this.store = store;
        this.boundary = boundary;
        this.time = time;
        this.picking = new Picking(objects);
    }

    @Override
    public CommitId fetch() {
        return boundary.call(
                "git.fetch",
                () -> {
                    boundary.mayFail(Fault.FETCH_FAILS, "git.fetch");
                    return store.fetch();
                });
    }

    @Override
    public CommitId targetHead() {
        return boundary.look(store::targetHead);
    }

    @Override
    public Optional<CommitId> branchHead(String branch) {
        return boundary.look(() -> store.branchHead(branch));
    }

    @Override
    public Path prepare(Actor worker, String branch, CommitId base) {
        return boundary.call(
                "git.prepare " + branch,
                () -> {
                    boundary.mayFail(Fault.TREE_FAILS, "git.prepare");
                    objects.get(base);
                    return store.prepare(worker, base, time.now());
                });
    }

    @Override
    public Optional<CommitId> save(
            Actor worker, String branch, CommitId base, BeadId bead, String message, Instant at) {
        return boundary.call(
                "git.save " + branch,
                () -> {
                    boundary.mayFail(Fault.TREE_FAILS, "git.save");
                    Optional<CommitId> head = store.save(worker, branch, base, bead, message, at);
                    boundary.mayFail(Fault.TREE_FAILS, "git.save, at its end,");
                    boundary.mayRecall(bead);
                    return head;
                });
    }

    @Override
    public Stack stack(CommitId onto, List<Candidate> candidates) {
        return boundary.call("git.stack", () -> picking.stack(onto, candidates));
    }

    @Override
    public Path checkoutForGates(CommitId commit) {
        return boundary.call(
                "git.checkout " + commit.shortText(),
                () -> {
                    boundary.mayFail(Fault.TREE_FAILS, "git.checkout");
                    return store.checkout(commit);
                });
    }

    @Override
    public Path objects() {
        return Path.of("/objects");
    }

    @Override
    public Push push(CommitId expected, CommitId commit) {
        String what = "git.push " + expected.shortText() + ".." + commit.shortText();
        return boundary.call(
                what,
                () -> {
                    if (boundary.strikes(Fault.PUSH_REFUSED, what)) {
                        return new Refused("no pushes today (simulated)");
                    }
                    if (boundary.strikes(Fault.TARGET_MOVED, what)) {
                        store.outsiderPushes(time.now());
                    }
                    CommitId now = store.remoteHead();
                    if (!now.equals(expected)) {
                        return new TargetMoved(now);
                    }
                    store.pushed(commit);
                    if (boundary.strikes(Fault.PUSH_ANSWER_LOST, what)) {
                        throw new TownException(ErrorCode.UNAVAILABLE, "The connection was lost.");
                    }
                    return new Pushed();
                });
    }

    @Override
    public boolean targetContains(CommitId commit) {
        return boundary.look(
                () -> objects.has(commit) && objects.reaches(store.targetHead(), commit));
    }

    @Override
    public DiffSummary diff(CommitId base, CommitId head, int filesMax) {
        return boundary.look(() -> picking.diff(base, head, filesMax));
    }

    @Override
    public List<Rescue> rescues() {
        return boundary.look(store::rescues);
    }

    @Override
    public List<String> notSafeElsewhere() {
        return List.of();
    }

    @Override
    public List<String> check() {
        return List.of();
    }
}
