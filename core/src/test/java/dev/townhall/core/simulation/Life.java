package dev.townhall.core.simulation;

import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.reconcile.Backoff;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.git.SimulatedStores;
import dev.townhall.core.simulation.worker.SimulatedAgents;
import dev.townhall.core.simulation.worker.SimulatedGates;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import java.time.Duration;

/// One life of the town, from its start to its crash.
final class Life {
    private static final TownConfig CONFIG =
            new TownConfig(
                    Duration.ofMinutes(5), 64 * 1024, Duration.ofMinutes(20), Backoff.DEFAULT);

    final Boundary boundary;
    final MemoryLedger ledger;
    final Town town;

    private Life(Boundary boundary, MemoryLedger ledger, Town town) {
        this.boundary = boundary;
        this.ledger = ledger;
        this.town = town;
    }

    /// Starts a town on the world as it is. May crash or fail in the middle.
    static Life begin(World world, int interleaving, Wiring wiring) {
        Boundary boundary =
                new Boundary(world.time, world.faults, world.dice, world.trace, interleaving);
        MemoryLedger ledger =
                new MemoryLedger(world.disk, world.time, new SeededRandomness(world.dice));
        ledger.afterCommit(committed -> checked(() -> world.watch.committed(ledger, committed)));
        world.remote.watch(move -> checked(() -> world.watch.moved(ledger, move)));
        SimulatedLedger reached = new SimulatedLedger(ledger, boundary);
        Adapters adapters =
                new Adapters(
                        world.time,
                        reached,
                        new SimulatedStores(world.hosting, boundary, world.time),
                        new SimulatedAgents(
                                boundary, world.time, world.hosting, world.workshop, world.dice),
                        new SimulatedGates(boundary, world.time, world.hosting, world.dice),
                        world.networks.reachedFrom(boundary, world.dice, world.watch::shown));
        try {
            Town town = Town.open(CONFIG, wiring.of(adapters));
            return new Life(boundary, ledger, town);
        } catch (RuntimeException | Error e) {
            boundary.die();
            throw e;
        }
    }

    /// What a check stumbles over is a violation too, and must not be swallowed on its way.
    private static void checked(Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            throw new Violation("a check failed: " + e, e);
        }
    }
}
