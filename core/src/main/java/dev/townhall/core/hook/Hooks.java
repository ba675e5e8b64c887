package dev.townhall.core.hook;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The hooks of all agents: who has what work, with which fencing number.
public final class Hooks {
    /// The name of the duty that runs what is on a hook; its keys are agents' beads.
    public static final String DUTY = "polecat";

    /// The name of the duty that has work on a witness's hook judged; its keys are witnesses' beads.
    public static final String WITNESS_DUTY = "witness";

    /// The name of the duty that has conflicts on a resolver's hook resolved; its keys are resolvers'
    /// beads.
    public static final String RESOLVER_DUTY = "resolver";

    private Hooks() {}

    /// What came of slinging a bead.
    public sealed interface Sling {
        record Slung(Agent agent, long fence) implements Sling {}

        /// Every polecat of the rig is busy, or as many of the town as may be, and no more are
        /// allowed.
        record NoCapacity() implements Sling {}

        record NotReady(String why) implements Sling {}
    }

    public static Hook of(LedgerView view, BeadId agentBead) {
        return of(view.get(agentBead));
    }

    public static Hook of(Bead agentBead) {
        return Hook.ASPECT.of(agentBead).orElse(new Hook.Empty(0, Instant.EPOCH));
    }

    /// The agent that has `bead` on its hook.
    public static Optional<Agent> holder(LedgerView view, BeadId bead) {
        return Roster.all(view).stream()
                .filter(agent ->
                        of(view, agent.beadId()) instanceof Hook.Loaded loaded
                                && loaded.bead().equals(bead))
                .findFirst();
    }

    /// Puts ready work on the hook of a polecat: the one that tried it last, else the one idle for
    /// longest, else a new one.
    ///
    /// @param polecatsMax how many may work at once in the whole town
    public static Sling sling(Transaction tx, BeadId beadId, int polecatsMax) {
        Bead bead = tx.get(beadId);
        Work work = Works.get(bead);
        Rig rig = Rigs.get(tx, work.rig());
        if (rig.state() != Rig.State.READY) {
            return new Sling.NotReady("rig " + rig.name() + " is " + rig.state());
        }
        if (!tx.isReady(beadId)) {
            return new Sling.NotReady(
                    beadId + " is " + (tx.isBlocked(beadId) ? "blocked" : bead.status().text()));
        }
        Optional<Agent> free =
                busyPolecats(tx) >= polecatsMax
                        ? Optional.empty()
                        : freePolecat(tx, rig, work.lastWorker());
        if (free.isEmpty()) {
            return new Sling.NoCapacity();
        }
        Agent agent = free.get();
        Hook.Empty slot = (Hook.Empty) of(tx, agent.beadId());
        Hook.Loaded loaded = slot.load(beadId, work.convoy(), work.attempt(), tx.now());
        put(tx, agent.beadId(), loaded);
        Bead hooked = bead.moved(BeadStatus.HOOKED, tx.now()).withAssignee(agent.actor().text());
        tx.update(Work.ASPECT.set(hooked, work.takenBy(agent.name())));
        Events.emit(
                tx,
                new TownEvent.BeadSlung(
                        beadId, work.convoy(), agent.actor(), loaded.fence(), work.attempt()));
        return new Sling.Slung(agent, loaded.fence());
    }

    /// Puts a bead on the empty hook of an agent that is no polecat. Its status is left as it is.
    public static Hook.Loaded give(
            Transaction tx, BeadId agentBead, BeadId bead, Optional<BeadId> convoy, int attempt) {
        if (!(of(tx, agentBead) instanceof Hook.Empty slot)) {
            throw TownException.wrongState(
                    "%s cannot be put on the hook of %s: it is loaded.".formatted(bead, agentBead));
        }
        Hook.Loaded loaded = slot.load(bead, convoy, attempt, tx.now());
        put(tx, agentBead, loaded);
        Events.emit(
                tx,
                new TownEvent.BeadGiven(
                        bead, convoy, Roster.get(tx, agentBead).actor(), loaded.fence()));
        return loaded;
    }

    /// The hook, if `fence` still holds it; CONFLICT when the session was superseded.
    public static Hook.Loaded check(LedgerView view, BeadId agentBead, long fence) {
        Hook hook = of(view, agentBead);
        if (hook instanceof Hook.Loaded loaded && loaded.fence() == fence) {
            return loaded;
        }
        throw superseded(agentBead, fence, hook);
    }

    /// The hook of a session that holds `fence`, whatever is on it; CONFLICT when it was superseded.
    public static Hook checkFence(LedgerView view, BeadId agentBead, long fence) {
        Hook hook = of(view, agentBead);
        if (hook.fence() != fence) {
            throw superseded(agentBead, fence, hook);
        }
        return hook;
    }

    /// Fixes the commit the work starts from.
    public static void base(Transaction tx, BeadId agentBead, long fence, String commit) {
        put(tx, agentBead, check(tx, agentBead, fence).based(commit));
    }

    /// Records that a session is about to start: intent before effect.
    public static void started(Transaction tx, BeadId agentBead, long fence) {
        Hook.Loaded loaded = check(tx, agentBead, fence);
        put(tx, agentBead, loaded.started(tx.now()));
        Agent agent = Roster.get(tx, agentBead);
        Events.emit(
                tx,
                new TownEvent.SessionStarted(loaded.bead(), loaded.convoy(), agent.actor(), fence));
    }

    /// Voids the fencing number of a session that is no more. Returns the hook with the new one.
    public static Hook.Loaded supersede(Transaction tx, BeadId agentBead, long fence) {
        Hook.Loaded next = check(tx, agentBead, fence).superseded();
        put(tx, agentBead, next);
        return next;
    }

    /// Voids the fencing number of an empty hook; returns the new one. For agents that talk: their
    /// sessions are about no piece of work.
    public static long renew(Transaction tx, BeadId agentBead) {
        if (!(of(tx, agentBead) instanceof Hook.Empty empty)) {
            throw TownException.wrongState(
                    "The hook of %s is loaded: its session is about that.".formatted(agentBead));
        }
        put(tx, agentBead, new Hook.Empty(empty.fence() + 1, tx.now()));
        return empty.fence() + 1;
    }

    /// The agent says it is done. That closes nothing: the work is judged by evidence.
    public static void claim(Transaction tx, BeadId agentBead, long fence, String summary) {
        Hook.Loaded loaded = check(tx, agentBead, fence);
        put(tx, agentBead, loaded.claimed(summary));
        Events.emit(
                tx, new TownEvent.WorkClaimed(loaded.bead(), loaded.convoy(), tx.actor(), summary));
    }

    /// Fixes the commit that the claim is held to, before anything is run to judge it.
    public static void judged(Transaction tx, BeadId agentBead, long fence, String commit) {
        put(tx, agentBead, check(tx, agentBead, fence).judgedBy(commit));
    }

    /// The agent waits for the answer to `question`; its session may end.
    public static void waitFor(Transaction tx, BeadId agentBead, long fence, BeadId question) {
        put(tx, agentBead, check(tx, agentBead, fence).waiting(question));
    }

    /// The answer was handed to the agent.
    public static void waitedOut(Transaction tx, BeadId agentBead, long fence) {
        put(tx, agentBead, check(tx, agentBead, fence).waitedOut());
    }

    /// Records how it goes with the session.
    public static void course(Transaction tx, BeadId agentBead, long fence, Course course) {
        put(tx, agentBead, check(tx, agentBead, fence).on(course));
    }

    /// A limit of the provider or of spending ended the session; nothing happens if it is superseded.
    public static void limitMet(Transaction tx, BeadId agentBead, long fence) {
        if (of(tx, agentBead) instanceof Hook.Loaded loaded && loaded.fence() == fence) {
            put(tx, agentBead, loaded.limitMet());
        }
    }

    /// Takes the work off the hook. What becomes of the bead is the caller's next step.
    public static void clear(Transaction tx, BeadId agentBead, long fence) {
        put(tx, agentBead, check(tx, agentBead, fence).clear(tx.now()));
    }

    private static TownException superseded(BeadId agentBead, long fence, Hook hook) {
        return TownException.conflict(
                "The session of %s with fencing number %s is superseded (now %s): it can change nothing."
                        .formatted(agentBead, fence, hook.fence()));
    }

    private static void put(Transaction tx, BeadId agentBead, Hook hook) {
        tx.update(Hook.ASPECT.set(tx.get(agentBead), hook));
    }

    private static long busyPolecats(Transaction tx) {
        return Roster.all(tx).stream()
                .filter(agent -> agent.role() == AgentRole.POLECAT)
                .filter(agent -> of(tx, agent.beadId()) instanceof Hook.Loaded)
                .count();
    }

    private static Optional<Agent> freePolecat(Transaction tx, Rig rig, String preferred) {
        List<Agent> all = Roster.polecats(tx, rig.name());
        List<Agent> idle =
                all.stream()
                        .filter(agent -> of(tx, agent.beadId()) instanceof Hook.Empty)
                        .sorted(Comparator.comparing(agent -> idleSince(tx, agent)))
                        .toList();
        if (all.size() - idle.size() >= rig.polecatsMax()) {
            return Optional.empty();
        }
        Optional<Agent> again =
                idle.stream().filter(agent -> agent.name().equals(preferred)).findFirst();
        if (again.isPresent()) {
            return again;
        }
        return idle.isEmpty()
                ? Optional.of(Roster.recruit(tx, rig.name()))
                : Optional.of(idle.getFirst());
    }

    private static Instant idleSince(LedgerView view, Agent agent) {
        return of(view, agent.beadId()) instanceof Hook.Empty empty ? empty.since() : Instant.MAX;
    }
}
