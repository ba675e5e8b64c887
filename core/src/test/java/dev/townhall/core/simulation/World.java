package dev.townhall.core.simulation;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.simulation.chat.Networks;
import dev.townhall.core.simulation.check.Watch;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.simulation.git.Hosting;
import dev.townhall.core.simulation.git.Remote;
import dev.townhall.core.simulation.worker.Workshop;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.List;

/// What outlives every town: the disk, the repositories, the people, time itself.
final class World {
    static final RigName RIG = new RigName("shop");
    private static final String ADDRESS = "https://git.example/shop";

    final Dice dice;
    final Faults faults;
    final VirtualTime time = new VirtualTime();
    final Trace trace;
    final MemoryDisk disk = new MemoryDisk();
    final Hosting hosting = new Hosting();
    final Remote remote;
    final Workshop workshop = new Workshop();
    final Networks networks;
    final Watch watch;

    World(long seed, Faults faults, boolean wholeTrace) {
        this.dice = new Dice(seed);
        this.faults = faults;
        this.trace = new Trace(time, wholeTrace);
        this.remote = hosting.create(ADDRESS, time.now());
        this.networks = new Networks(dice);
        this.watch = new Watch(hosting, remote, workshop, networks, trace);
    }

    Rig rig() {
        return new Rig(
                RIG,
                "sh",
                ADDRESS,
                "",
                dice.chance(80)
                        ? List.of(new Gate("gate-1", "check", Duration.ofMinutes(5)))
                        : List.of(),
                true,
                dice.chance(15),
                dice.between(1, 4),
                Rig.State.ADDING,
                "",
                List.of());
    }
}
