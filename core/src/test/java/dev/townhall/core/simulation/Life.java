package dev.townhall.core.simulation;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.foundation.machine.Machine;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.prime.Directives;
import dev.townhall.core.reconcile.Backoff;
import dev.townhall.core.runtime.ScriptedRuntime;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.git.FaultyGit;
import dev.townhall.core.simulation.worker.FaultyAgents;
import dev.townhall.core.simulation.worker.FaultyGates;
import dev.townhall.core.simulation.worker.Reserving;
import dev.townhall.core.simulation.worker.Witnesses;
import dev.townhall.core.simulation.worker.Workers;
import dev.townhall.core.testing.Scheduler;
import dev.townhall.core.tool.Tools;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.SimulatedGit;
import dev.townhall.core.worktree.SimulatedRepositories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One life of the town, from its start to its crash.
final class Life {
    private static final TownConfig CONFIG =
            new TownConfig(
                    Duration.ofMinutes(5),
                    64 * 1024,
                    Duration.ofMinutes(20),
                    Backoff.DEFAULT,
                    Capacity.DEFAULT,
                    TalkReconciler.Limits.DEFAULT,
                    Tools.Launch.BY_PEOPLE);

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
        ledger.afterCommit(committed ->
                checked(() -> world.watch.committed(ledger, committed, world.time.now())));
        world.git.watch(watcher(world, ledger));
        checked(() -> world.watch.opened(ledger));
        Scheduler workers = (delay, action) -> whileAlive(world, boundary, delay, action);
        Reserving reserving = new Reserving(workers, world.dice);
        Witnesses witnesses = new Witnesses(workers, world.accounts, world.time);
        Workers play =
                new Workers(
                        boundary,
                        world.time,
                        world.git,
                        world.workshop,
                        world.dice,
                        witnesses,
                        reserving);
        FaultyAgents agents = new FaultyAgents(new ScriptedRuntime(workers, play, play), boundary);
        witnesses.runBy(agents);
        Adapters adapters =
                new Adapters(
                        world.time,
                        new SimulatedLedger(ledger, boundary),
                        new SimulatedRepositories(
                                world.git,
                                world.time,
                                new FaultyGit(world.git, World.ADDRESS, boundary)),
                        agents,
                        new FaultyGates(workers, world.git, boundary, world.dice),
                        world.networks.reachedFrom(boundary, world.dice, world.watch::shown),
                        new Adapters.Minds(
                                witnesses,
                                role -> Optional.of("You are a " + role.word() + "."),
                                Directives.NONE,
                                world.prices,
                                Machine.SILENT,
                                world.transcripts));
        try {
            Town town = Town.open(CONFIG, wiring.of(adapters));
            witnesses.callTo(town);
            reserving.callTo(town);
            town.ledger()
                    .write(
                            Actor.TOWN,
                            tx -> {
                                CapSettings.keep(tx, world.caps);
                                return true;
                            });
            return new Life(boundary, ledger, town);
        } catch (RuntimeException | Error e) {
            boundary.die();
            throw e;
        }
    }

    /// Workers and gates end with the town, as supervised processes do; what they tell takes its
    /// time.
    private static void whileAlive(
            World world, Boundary boundary, Duration delay, Runnable action) {
        Duration late = Duration.ofMillis(world.dice.chance(50) ? 0 : world.dice.below(800));
        world.time.after(
                delay.plus(late),
                () -> {
                    if (boundary.isAlive()) {
                        action.run();
                    }
                });
    }

    private static SimulatedGit.Watcher watcher(World world, MemoryLedger ledger) {
        return new SimulatedGit.Watcher() {
            @Override
            public void moved(SimulatedGit.Move move) {
                checked(() -> world.watch.moved(ledger, move));
            }

            @Override
            public void saved(BeadId bead, CommitId head) {
                checked(() -> world.watch.saved(bead, head));
            }

            @Override
            public void removing(Actor worker, List<String> lost) {
                checked(() -> world.watch.removing(ledger, worker, lost));
            }

            @Override
            public void prepared(Map<String, String> held) {
                checked(() -> world.watch.prepared(held));
            }
        };
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
