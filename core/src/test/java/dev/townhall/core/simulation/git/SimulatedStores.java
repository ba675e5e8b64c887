package dev.townhall.core.simulation.git;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.util.List;

/// The repositories as one life of the town reaches them.
public final class SimulatedStores implements Repositories {
    private final Hosting hosting;
    private final Boundary boundary;
    private final Time time;

    public SimulatedStores(Hosting hosting, Boundary boundary, Time time) {
        this.hosting = hosting;
        this.boundary = boundary;
        this.time = time;
    }

    @Override
    public Cloned clone(RigName rig, String address) {
        return boundary.call(
                "git.clone",
                () -> {
                    boundary.mayFail(Fault.CLONE_FAILS, "git.clone");
                    Remote remote =
                            hosting.remote(address)
                                    .orElseThrow(() ->
                                            TownException.badInput(
                                                    "No repository at " + address + "."));
                    return new Cloned("main", hosting.clone(rig, remote).fetch(), List.of());
                });
    }

    @Override
    public RigRepository open(RigName rig) {
        Store store =
                boundary.look(() ->
                        hosting.store(rig)
                                .orElseThrow(() ->
                                        TownException.notFound("Rig " + rig + " is not cloned.")));
        return new SimulatedStore(hosting.objects(), store, boundary, time);
    }

    @Override
    public void remove(RigName rig) {
        boundary.call(
                "git.remove",
                () -> {
                    hosting.remove(rig);
                    return "";
                });
    }
}
