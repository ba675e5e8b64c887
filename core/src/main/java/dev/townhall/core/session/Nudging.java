package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudge.Mode;
import dev.townhall.core.nudge.Nudges;
import java.util.List;

/// The nudges of agents at work: when one ends a turn, when one gets a turn, and with which turn they
/// are told.
final class Nudging {
    private final Ledger ledger;
    private final Time time;

    Nudging(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    /// Whether one waits for which the present turn is to be ended.
    boolean endsTheTurn(Task task) {
        return waiting(task).stream().anyMatch(nudge -> nudge.mode() == Mode.INTERRUPT);
    }

    /// Those that are told with the turn that begins in `tx`: from here on they count as delivered,
    /// so that none is told twice. One that is lost with its session costs nothing: the next session
    /// is told everything.
    static List<Nudge> deliver(Transaction tx, Task task, AgentTalk talk) {
        return Nudges.isQuiet(tx, task.agentBead())
                ? List.of()
                : Nudges.deliver(tx, task.agentBead(), talk.fence());
    }

    /// Whether one wants a turn of its own where a turn has ended after which there would be none.
    /// Agents get one such turn of a session between them, so that none can keep another's work from
    /// being judged; people and the mayor get theirs.
    boolean wantATurnAfterTheLast(Task task, AgentTalk talk) {
        boolean ended = talk.turnEnd().isPresent() && talk.end().isEmpty();
        return ended && wantATurn(task, talk);
    }

    /// These were told in such a turn.
    static void heardAfterTheLast(AgentTalk talk, List<Nudge> nudges) {
        if (nudges.stream().anyMatch(Nudging::isAnAgents)) {
            talk.heardAgents();
        }
    }

    private boolean wantATurn(Task task, AgentTalk talk) {
        return waiting(task).stream()
                .filter(nudge -> nudge.mode() != Mode.QUEUE)
                .anyMatch(nudge -> !isAnAgents(nudge) || !talk.hasHeardAgents());
    }

    private static boolean isAnAgents(Nudge nudge) {
        return !nudge.from().isOverseer()
                && !nudge.from().equals(Actor.MAYOR)
                && !nudge.from().equals(Actor.TOWN);
    }

    private List<Nudge> waiting(Task task) {
        return ledger.read(view -> Nudges.waiting(view, task.agentBead(), time.now()));
    }
}
