package dev.townhall.core.hook;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Transaction;
import java.util.List;
import java.util.Optional;

/// What becomes of a bead as work: assigned, closed by evidence, sent back, escalated, dropped.
public final class Works {
    /// One try and at most three reworks; then a person is asked.
    public static final int ATTEMPTS_MAX = 4;

    /// Why a bead left the work: given up, alone or with its convoy.
    public static final String DROPPED = "dropped";

    /// Why a bead left the work: another plan took the place of its own.
    public static final String REPLACED = "replaced by an edit";

    private Works() {}

    public static Work get(Bead bead) {
        return Work.ASPECT
                .of(bead)
                .orElseThrow(() ->
                        TownException.wrongState(
                                bead.id() + " is not on order: sling it or plan it first."));
    }

    /// Puts a bead on order. Its status is left as it is.
    public static Bead order(Transaction tx, BeadId id, Work work) {
        return tx.update(Work.ASPECT.set(tx.get(id), work));
    }

    /// Closes a bead whose commit is on the target.
    public static void merged(Transaction tx, BeadId id, String commit) {
        Bead bead = tx.get(id);
        if (bead.isClosed()) {
            return;
        }
        Work work = get(bead).mergedAs(commit);
        credit(tx, work, Agent::withMerged);
        close(tx, Work.ASPECT.set(bead, work), "merged as " + commit);
    }

    /// Closes a bead of whose change nothing was left to merge: it was on the target already.
    ///
    /// @param commit that brought it there, @param named as people read it
    public static void foundMerged(Transaction tx, BeadId id, String commit, String named) {
        Bead bead = tx.get(id);
        if (bead.isClosed()) {
            return;
        }
        Work work = get(bead).mergedAs(commit);
        credit(tx, work, Agent::withMerged);
        close(
                tx,
                Work.ASPECT.set(bead, work),
                "nothing was left to merge, its work was on the target already: " + named);
    }

    /// Closes a bead without code whose verification passed.
    public static void verified(Transaction tx, BeadId id, String evidence) {
        close(tx, tx.get(id), evidence);
    }

    /// Closes an epic all of whose beads are closed.
    public static void completed(Transaction tx, BeadId epic) {
        close(tx, tx.get(epic), "all its beads are closed");
    }

    /// Sends work back for another try, or to a person: when the tries are used up, or when a
    /// command, or a gate on what commands made, did again exactly what it did before, so that a
    /// third time would tell nothing new.
    public static void sendBack(Transaction tx, BeadId id, Work.Rework rework) {
        Bead bead = tx.get(id);
        Work work = get(bead);
        credit(tx, work, Agent::withReworked);
        if (work.rework().filter(rework::repeats).isPresent()) {
            escalate(
                    tx,
                    id,
                    "It ended twice in the same way on the same commit: " + sentence(rework),
                    rework);
            return;
        }
        if (work.isLastTry()) {
            escalate(
                    tx,
                    id,
                    "It was tried " + ATTEMPTS_MAX + " times. Last: " + sentence(rework),
                    rework);
            return;
        }
        Work again = work.sentBack(rework);
        tx.update(Work.ASPECT.set(bead.moved(BeadStatus.OPEN, tx.now()).withAssignee(""), again));
        Events.emit(
                tx,
                new TownEvent.ReworkAsked(
                        id,
                        work.convoy(),
                        rework.cause(),
                        rework.files(),
                        rework.detail(),
                        again.attempt()));
    }

    /// Stops work on a bead until a person decides.
    public static void escalate(Transaction tx, BeadId id, String reason, String log) {
        escalate(tx, id, reason, log, Optional.empty());
    }

    /// Stops work on a bead because of what came of its last try.
    public static void escalate(Transaction tx, BeadId id, String reason, Work.Rework last) {
        escalate(tx, id, reason, last.detail(), Optional.of(last.cause()));
    }

    private static void escalate(
            Transaction tx, BeadId id, String reason, String log, Optional<ReworkCause> cause) {
        Bead bead = tx.get(id);
        Work work = get(bead);
        tx.update(bead.moved(BeadStatus.BLOCKED, tx.now()).withAssignee(""));
        Escalations.raise(
                tx, Escalation.raised(work.rig(), id, work.convoy(), reason, log, tx.now(), cause));
    }

    /// A person gives an escalated bead a new set of tries.
    public static void retry(Transaction tx, BeadId escalation) {
        BeadId id = Escalations.close(tx, escalation, "retried").bead();
        Bead bead = tx.get(id);
        tx.update(Work.ASPECT.set(bead.moved(BeadStatus.OPEN, tx.now()), get(bead).retried()));
    }

    /// A person gives an escalated bead up.
    public static void giveUp(Transaction tx, BeadId escalation) {
        giveUp(tx, escalation, "");
    }

    /// A person gives an escalated bead up, perhaps saying why.
    public static void giveUp(Transaction tx, BeadId escalation, String why) {
        dropBecause(tx, Escalations.close(tx, escalation, DROPPED).bead(), why);
    }

    /// A person takes one bead out of the work; `why` are their own words, empty for none.
    public static void dropBecause(Transaction tx, BeadId id, String why) {
        String decision = decision(tx, DROPPED);
        if (why.isEmpty()) {
            drop(tx, id, DROPPED, decision);
        } else {
            drop(tx, id, why, decision + ": " + why);
        }
    }

    /// Takes a bead out of the work without evidence: a person's decision, never an agent's.
    public static void drop(Transaction tx, BeadId id, String reason) {
        drop(tx, id, reason, decision(tx, reason));
    }

    /// As [#drop(Transaction, BeadId, String)], by a decision that somebody took earlier.
    public static void drop(Transaction tx, BeadId id, String reason, String decision) {
        Bead bead = tx.get(id);
        if (bead.isClosed()) {
            return;
        }
        tx.update(bead.closed(decision, tx.now()));
        Optional<BeadId> convoy = Work.ASPECT.of(bead).flatMap(Work::convoy);
        Events.emit(tx, new TownEvent.BeadDropped(id, convoy, reason));
    }

    /// Whether a bead was closed without being done: dropped, or replaced by an edit of its plan.
    public static boolean isDropped(Bead bead) {
        boolean merged = Work.ASPECT.of(bead).filter(it -> !it.commit().isEmpty()).isPresent();
        return bead.isClosed()
                && !merged
                && (bead.closeReason().startsWith(DROPPED + " by ")
                        || bead.closeReason().startsWith(REPLACED + " by "));
    }

    /// What is decided now, with who decides it.
    public static String decision(Transaction tx, String reason) {
        return reason + " by " + tx.actor();
    }

    /// A rework's cause as a sentence for people.
    public static String sentence(Work.Rework rework) {
        return switch (rework.cause()) {
            case CONFLICT -> "it conflicts in " + String.join(", ", rework.files());
            case GATE_RED -> "a gate is red";
            case GATE_COULD_NOT_RUN -> "a gate could not run";
            case FAILED -> "its session failed";
            case NOTHING_DONE -> "nothing was changed and nothing proves it done";
            case DENIED -> "the merge was denied";
            case NOT_ACCEPTED -> "the witness did not accept it";
        };
    }

    public static Work.Rework rework(ReworkCause cause, List<String> files, String detail) {
        return Work.Rework.of(cause, files, detail);
    }

    private static void close(Transaction tx, Bead bead, String evidence) {
        tx.update(bead.closed(evidence, tx.now()));
        Optional<BeadId> convoy = Work.ASPECT.of(bead).flatMap(Work::convoy);
        Events.emit(tx, new TownEvent.BeadClosed(bead.id(), convoy, evidence));
    }

    private static void credit(
            Transaction tx, Work work, java.util.function.UnaryOperator<Agent> change) {
        BeadId agentBead = Agent.polecatBead(work.rig(), work.lastWorker());
        if (!work.lastWorker().isEmpty() && tx.find(agentBead).isPresent()) {
            Roster.record(tx, agentBead, change);
        }
    }
}
