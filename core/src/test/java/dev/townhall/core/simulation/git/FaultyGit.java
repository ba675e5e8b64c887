package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.worktree.SimulatedGit;
import dev.townhall.core.worktree.SimulatedRepositories;
import dev.townhall.core.worktree.SimulatedRepositories.Call;
import dev.townhall.core.worktree.SimulatedRepositories.Moment;
import java.nio.file.Path;
import java.util.Optional;

/// What goes wrong with git in one life of the town: every call may fail, be the last one, or lose
/// its answer; and others push.
public final class FaultyGit implements SimulatedRepositories.Boundary {
    private static final String OUTSIDE = "outside";

    /// The file that many a simulated plan adds a line to.
    private static final String SHARED = "shared";

    private final SimulatedGit git;
    private final String remote;
    private final Boundary boundary;
    private int collisions;
    private int edits;

    public FaultyGit(SimulatedGit git, String remote, Boundary boundary) {
        this.git = git;
        this.remote = remote;
        this.boundary = boundary;
    }

    @Override
    public void at(Call call, Moment moment) {
        String what = ("git." + call.name() + " " + call.about()).strip();
        switch (moment) {
            case BEFORE -> {
                boundary.before(what);
                begins(call.name(), call.about(), what);
            }
            case WITHIN -> {
                boundary.mayDie("within " + what);
                if (call.name().equals("push")) {
                    boundary.mayFail(Fault.PUSH_ANSWER_LOST, what);
                }
            }
            case AFTER -> {
                ends(call, what);
                boundary.after(what);
            }
        }
    }

    private void begins(String call, String about, String what) {
        switch (call) {
            case "clone" -> boundary.mayFail(Fault.CLONE_FAILS, what);
            case "fetch" -> boundary.mayFail(Fault.FETCH_FAILS, what);
            case "prepare", "save", "checkoutForGates" -> boundary.mayFail(Fault.TREE_FAILS, what);
            case "lookThrough" -> {
                if (boundary.strikes(Fault.TREE_EDITED, what)) {
                    git.tree(Path.of(about)).write("edit-" + ++edits, "by a person\n");
                }
            }
            case "push" -> {
                boolean refused = boundary.strikes(Fault.PUSH_REFUSED, what);
                git.refusePushes(
                        remote, refused ? Optional.of("no pushes today") : Optional.empty());
                if (boundary.strikes(Fault.TARGET_MOVED, what)) {
                    outsiderPushes(OUTSIDE, "moved\n");
                }
            }
            default -> {}
        }
    }

    private void ends(Call call, String what) {
        if (call.name().equals("save")) {
            if (boundary.strikes(Fault.TARGET_COLLIDES, what)) {
                outsiderPushes(SHARED, "theirs-%s\n".formatted(++collisions));
            }
            boundary.mayFail(Fault.TREE_FAILS, what + ", at its end,");
            boundary.mayRecall(new BeadId(call.about()));
        }
    }

    private void outsiderPushes(String file, String line) {
        String before = git.commit(git.remoteHead(remote)).files().getOrDefault(file, "");
        git.outsiderCommits(remote, file, before + line);
    }
}
