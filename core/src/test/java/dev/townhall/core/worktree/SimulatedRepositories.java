package dev.townhall.core.worktree;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import java.io.IOException;
import java.util.List;

/// The twin of [GitRepositories] over a [SimulatedGit]: one town's view of it. A crashed town's view
/// is thrown away and a new one made over the same git.
///
/// Files merge as wholes: two changes of one file conflict even where git could merge their lines.
public final class SimulatedRepositories implements Repositories {
    private final SimulatedGit git;
    private final Time time;
    private final Boundary boundary;

    /// Is told of every moment at which a call may be cut short: before it does anything, between
    /// its steps, and when all is done but the caller does not know yet. May throw: a
    /// [TownException] to let the call fail, anything else to let the town die there.
    public interface Boundary {
        Boundary NONE = (call, moment) -> {};

        void at(Call call, Moment moment);
    }

    /// A call of one of the town's git ports.
    ///
    /// @param about the branch, bead or commits it is about
    public record Call(String name, String about) {}

    /// Where in a call.
    public enum Moment {
        BEFORE,
        WITHIN,
        AFTER
    }

    public SimulatedRepositories(SimulatedGit git, Time time, Boundary boundary) {
        this.git = git;
        this.time = time;
        this.boundary = boundary;
    }

    @Override
    public Cloned clone(RigName rig, String remote) {
        boundary.at(new Call("clone", remote), Moment.BEFORE);
        SimulatedGit.Store store = git.stores().get(rig);
        if (store == null) {
            SimulatedGit.Remote there = git.remote(remote).orElseThrow(() -> missing(remote));
            if (there.away) {
                throw away(remote);
            }
            store = new SimulatedGit.Store(remote, there.head);
            store.known.addAll(git.ancestry(there.head, store.known));
            git.stores().put(rig, store);
        }
        boundary.at(new Call("clone", remote), Moment.AFTER);
        return new Cloned("main", store.target, List.of());
    }

    private static TownException missing(String remote) {
        return TownException.badInput(
                remote + " cannot be a rig: there is no such folder. Give a repository.");
    }

    static TownException away(String remote) {
        String message = "The repository " + remote + " does not answer.";
        return TownException.unavailable(message, new IOException(message));
    }

    @Override
    public RigRepository open(RigName rig) {
        SimulatedGit.Store store = git.stores().get(rig);
        if (store == null) {
            throw TownException.notFound("Rig " + rig + " has no repository: it was not cloned.");
        }
        return new SimulatedRepository(rig, git, store, time, boundary);
    }

    @Override
    public void remove(RigName rig) {
        boundary.at(new Call("remove", rig.text()), Moment.BEFORE);
        git.stores().remove(rig);
        boundary.at(new Call("remove", rig.text()), Moment.AFTER);
    }
}
