package dev.townhall.core.session;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.chat.Places;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.OpenTurn;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What talk costs, and which caps hold it: those of the convoy it is about while that is open, of its
/// rig's day and of the town's. In private, where no rig is meant, only the last.
final class TalkBudget {
    private final Agents agents;
    private final Ledger ledger;
    private final Time time;
    private final Allowances allowances;

    TalkBudget(Agents agents, Ledger ledger, Time time) {
        this.agents = agents;
        this.ledger = ledger;
        this.time = time;
        this.allowances = new Allowances(ledger, time, agents.caps());
    }

    /// Why no turn begins.
    ///
    /// @param isAsked whether a person can end it; else nobody is there to ask
    record Held(String why, boolean isAsked) {}

    /// What holds the session that would begin to answer in a conversation; people are asked, once.
    Optional<Held> holds(BeadId bead, String preset) {
        return holds(ledger.read(view -> spender(view, bead, preset, Optional.empty())));
    }

    /// What holds the next turn of a session; people are asked, once.
    Optional<Held> holds(BeadId bead, AgentTalk session) {
        return holds(ledger.read(view -> spender(view, bead, session)));
    }

    private Optional<Held> holds(Caps.Spender who) {
        return allowances
                .hold(who)
                .map(hold -> new Held(allowances.sentence(hold), hold.question().isPresent()));
    }

    /// Begins a turn of a session in `tx`, so that it is known of whatever becomes of the town; false
    /// where a cap holds it.
    boolean mayBegin(Transaction tx, BeadId bead, AgentTalk session) {
        Caps.Spender who = spender(tx, bead, session);
        if (agents.caps().hold(tx, who, tx.now()).isPresent()) {
            return false;
        }
        Talk talk = Talks.get(tx, bead);
        Costs.begin(
                tx,
                TalkDrive.spender(bead, talk),
                OpenTurn.begun(
                        session.fence(), Optional.empty(), TalkDrive.convoy(talk), who.rig()));
        return true;
    }

    /// How much longer a session may take to name its model, where a cap needs it.
    Duration patience(BeadId bead, AgentTalk session) {
        Duration patience = session.patience(time.elapsed());
        return patience.isPositive() && allowances.wantsModel(named(bead, session, List.of()))
                ? patience
                : Duration.ZERO;
    }

    /// A session is no more: a turn of it that was not booked is, with what is known of it.
    ///
    /// @param session empty when it was lost with the town
    void cutOff(BeadId bead, Optional<AgentTalk> session) {
        ledger.read(view -> Talks.find(view, bead).map(talk -> TalkDrive.spender(bead, talk)))
                .ifPresent(who -> TurnBook.cutOff(ledger, agents.prices(), who, session));
    }

    /// A turn of a session has ended: what it used is booked.
    void charge(Transaction tx, BeadId bead, AgentTalk session, SessionUpdate.TurnEnded turn) {
        Caps.Spender who = spender(tx, bead, session);
        Costs.Turn figures =
                new Costs.Turn(
                        TalkDrive.spender(bead, Talks.get(tx, bead)),
                        Optional.empty(),
                        TalkDrive.convoy(Talks.get(tx, bead)),
                        who.rig(),
                        session.model(),
                        session.tokens(),
                        session.micros());
        if (TurnBook.isUntold(turn, session.tokens())) {
            Costs.chargeUnmeasured(tx, agents.prices(), figures);
            agents.caps().untold(tx, who);
        } else {
            Costs.charge(tx, agents.prices(), figures);
        }
    }

    private Caps.Spender named(BeadId bead, AgentTalk session, List<String> model) {
        String preset = session.account().preset();
        return ledger.read(view -> spender(view, bead, preset, Optional.of(model)));
    }

    private static Caps.Spender spender(LedgerView view, BeadId bead, AgentTalk session) {
        return spender(view, bead, session.account().preset(), Optional.of(session.model()));
    }

    private static Caps.Spender spender(
            LedgerView view, BeadId bead, String preset, Optional<List<String>> model) {
        Optional<BeadId> convoy =
                TalkDrive.convoy(Talks.get(view, bead)).filter(id -> !view.get(id).isClosed());
        Optional<RigName> rig = Places.rigOf(view, view.get(bead));
        return new Caps.Spender(convoy, rig, preset, model);
    }
}
