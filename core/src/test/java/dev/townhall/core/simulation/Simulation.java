package dev.townhall.core.simulation;

import dev.townhall.core.approval.Approvals;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.reservation.ReservationExpiry;
import dev.townhall.core.simulation.chat.Mailbag;
import dev.townhall.core.simulation.chat.Terminal;
import dev.townhall.core.simulation.chat.Townsfolk;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.simulation.fault.SimulatedCrash;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.worktree.SimulatedRepositories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One history of a town, told by one seed: a stormy part with faults, then a calm one in which
/// everything must come to its end.
final class Simulation {
    private static final int STORM_STEPS = 500;
    private static final int CALM_STEPS = 20_000;
    private static final Duration CALM_MOST = Duration.ofHours(12);

    private final World world;
    private final Wiring wiring;
    private final int interleaving;
    private final Terminal terminal;
    private final Mailbag mailbag;
    private final Townsfolk people;
    private @Nullable Life life;
    private boolean calm;

    private Simulation(
            long seed, Faults faults, Wiring wiring, int interleaving, boolean wholeTrace) {
        this.world = new World(seed, faults, wholeTrace);
        this.wiring = wiring;
        this.interleaving = interleaving;
        this.terminal = new Terminal(world.rig(), world.dice, faults);
        this.mailbag =
                new Mailbag(
                        world.time,
                        faults,
                        world.dice,
                        world.trace,
                        () -> up().map(l -> l.town.reception()));
        this.people = new Townsfolk(World.RIG, world.networks, mailbag, faults, world.dice);
    }

    /// A world with a random set of faults.
    static Simulation swarm(long seed, Wiring wiring, boolean wholeTrace) {
        Dice dice = new Dice(seed ^ 0x5DEECE66DL);
        int interleaving = dice.oneOf(List.of(0, 5, 15, 40));
        return new Simulation(seed, Faults.swarm(dice), wiring, interleaving, wholeTrace);
    }

    /// A crowded world in which only `faults` strike, often.
    static Simulation crowded(long seed, Wiring wiring, Fault... faults) {
        Faults only = Faults.only(new Dice(seed ^ 0x5DEECE66DL), faults);
        return new Simulation(seed, only, wiring, 40, false);
    }

    World world() {
        return world;
    }

    Trace trace() {
        return world.trace;
    }

    Faults faults() {
        return world.faults;
    }

    /// Throws a [Violation] when something that must hold does not.
    void run() {
        schedulePeople();
        scheduleClock();
        for (int i = 0; i < STORM_STEPS; i++) {
            step();
        }
        world.trace.line("calm", "");
        world.faults.heal();
        calm = true;
        Duration end = world.time.elapsed().plus(CALM_MOST);
        int steps = 0;
        while (steps % 32 != 0 || !isSettled()) {
            Violation.unless(
                    steps++ < CALM_STEPS && world.time.elapsed().compareTo(end) < 0,
                    "the town does not come to rest: %s",
                    unsettled());
            step();
        }
        Life last = living();
        SimulatedRepositories repositories =
                new SimulatedRepositories(
                        world.git, world.time, SimulatedRepositories.Boundary.NONE);
        world.watch.settled(last.ledger, repositories, world.disk.posts());
    }

    /// One thing happens: a duty of the town, or, when none is due, time passes.
    private void step() {
        try {
            if (life == null || !life.boundary.isAlive()) {
                revive();
                return;
            }
            Life now = life;
            if (world.time.happenOne() || now.town.engine().runOne()) {
                return;
            }
            Duration due = now.town.engine().nextDue();
            world.time.moveTo(
                    world.time.next().filter(next -> next.compareTo(due) < 0).orElse(due));
        } catch (SimulatedCrash crash) {
            world.trace.line("dead", String.valueOf(crash.getMessage()));
            life = null;
        }
    }

    private void revive() {
        world.time.pass(Duration.ofMillis(100 + world.dice.below(90_000)));
        terminal.edit(world.git);
        world.trace.line("open", "");
        try {
            Life begun = Life.begin(world, interleaving, wiring);
            begun.boundary.meanwhile(() -> between(begun));
            begun.boundary.recall(bead -> terminal.recall(begun.town.ledger(), bead));
            life = begun;
            terminal.setUp(begun.town.ledger());
        } catch (TownException e) {
            world.trace.line("not opened", String.valueOf(e.getMessage()));
            life = null;
        }
    }

    private boolean between(Life begun) {
        if (life != begun) {
            return false;
        }
        if (!calm && world.dice.chance(20)) {
            people.act();
            terminal.act(begun.town.ledger());
            return true;
        }
        return world.time.happenOne() || begun.town.engine().runOne();
    }

    private void schedulePeople() {
        Duration pause = Duration.ofMillis(calm ? 1000 : 1000 + world.dice.below(60_000));
        world.time.after(
                pause,
                () -> {
                    schedulePeople();
                    if (calm) {
                        people.answer();
                    } else {
                        people.act();
                    }
                    up().ifPresent(now -> terminal.act(now.town.ledger()));
                });
    }

    private void scheduleClock() {
        world.time.after(
                Duration.ofMinutes(1),
                () -> {
                    if (!calm) {
                        scheduleClock();
                    }
                    if (world.faults.strikes(Fault.CLOCK_JUMP)) {
                        int minutes = world.dice.between(-90, 90);
                        world.trace.line("clock", minutes);
                        world.time.jump(Duration.ofMinutes(minutes));
                    }
                });
    }

    private Optional<Life> up() {
        return Optional.ofNullable(life).filter(now -> now.boundary.isAlive());
    }

    private Life living() {
        Life now = life;
        if (now == null) {
            throw new Violation("the town is not up");
        }
        return now;
    }

    private boolean isSettled() {
        return life != null && life.boundary.isAlive() && unsettled().isEmpty();
    }

    /// What is not at its end yet.
    private List<String> unsettled() {
        Life now = life;
        if (now == null) {
            return List.of("the town is down");
        }
        List<String> waiting = new ArrayList<>();
        if (!mailbag.isEmpty()) {
            waiting.add("messages are under way");
        }
        if (!world.watch.isDelivered(now.ledger)) {
            waiting.add("posts are not delivered");
        }
        return now.ledger.read(view -> waiting(view, waiting));
    }

    private static List<String> waiting(LedgerView view, List<String> waiting) {
        Convoys.list(view)
                .forEach(bead -> {
                    Convoy.State state = Convoys.get(view, bead.id()).state();
                    if (state == Convoy.State.OPEN || state == Convoy.State.STAGED) {
                        waiting.add(bead.id() + " is " + state);
                    }
                });
        Crews.all(view).stream()
                .filter(member ->
                        Crews.member(view, member.beadId())
                                .filter(CrewMember::isLeaving)
                                .isPresent())
                .forEach(member -> waiting.add(member.actor() + " is leaving"));
        Talks.unanswered(view).forEach(talk -> waiting.add(talk + " is not answered"));
        new ReservationExpiry().keys(view).forEach(agent -> waiting.add(agent + " holds files"));
        Approvals.pending(view).forEach(bead -> waiting.add(bead.id() + " waits"));
        Escalations.open(view).forEach(bead -> waiting.add(bead.id() + " is open"));
        MergeRequests.open(view, World.RIG).forEach(q -> waiting.add(q.id() + " is queued"));
        return waiting;
    }
}
