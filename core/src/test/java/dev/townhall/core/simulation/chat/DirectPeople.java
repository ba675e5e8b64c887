package dev.townhall.core.simulation.chat;

import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.testing.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// People who act on the town without a chat network between.
public final class DirectPeople {
    private static final Actor ADA = Actor.overseer("ada");
    private final RigName rig;
    private final Dice dice;
    private final Faults faults;
    private final Map<BeadId, Integer> retries = new LinkedHashMap<>();
    private int plans;

    public DirectPeople(RigName rig, Dice dice, Faults faults) {
        this.rig = rig;
        this.dice = dice;
        this.faults = faults;
    }

    /// One person does one thing.
    public void act(Ledger ledger, boolean eager) {
        List<Consumer<Transaction>> acts = new ArrayList<>();
        ledger.read(view -> {
            Rig found = Rigs.get(view, rig);
            boolean ready = found.state() == Rig.State.READY;
            if (plans < 3 && ready && !eager) {
                acts.add(this::plan);
            }
            if (found.state() == Rig.State.PARKED) {
                acts.add(tx -> Rigs.unpark(tx, rig));
            }
            if (found.state() == Rig.State.FAILED) {
                acts.add(tx -> Rigs.add(tx, fresh(found)));
            }
            for (Bead bead : Convoys.list(view)) {
                Convoy convoy = Convoys.get(view, bead.id());
                if (convoy.state() == Convoy.State.STAGED) {
                    acts.add(tx -> Convoys.launch(tx, bead.id()));
                }
                if (convoy.state() == Convoy.State.OPEN && convoy.paused()) {
                    acts.add(tx -> Convoys.resume(tx, bead.id()));
                }
            }
            for (Bead bead : Approvals.pending(view)) {
                Decision decision =
                        faults.strikes(Fault.PEOPLE_DENY) ? Decision.DENIED : Decision.APPROVED;
                if (eager || !faults.strikes(Fault.PEOPLE_LATE)) {
                    acts.add(tx -> Approvals.decide(tx, bead.id(), decision));
                }
            }
            for (Bead bead : Escalations.open(view)) {
                BeadId about = Escalations.get(view, bead.id()).bead();
                boolean again = dice.chance(70) && retries.merge(about, 1, Integer::sum) < 3;
                acts.add(
                        again
                                ? tx -> Works.retry(tx, bead.id())
                                : tx -> Works.giveUp(tx, bead.id()));
            }
            if (faults.strikes(Fault.PEOPLE_MEDDLE)) {
                acts.clear();
                acts.addAll(meddling(view, found));
            }
            return true;
        });
        if (!acts.isEmpty()) {
            Consumer<Transaction> act = dice.oneOf(acts);
            try {
                ledger.write(ADA, tx -> {
                    act.accept(tx);
                    return true;
                });
            } catch (TownException e) {
                // A person reads the answer and shrugs.
            }
        }
    }

    private List<Consumer<Transaction>> meddling(dev.townhall.core.ledger.LedgerView view, Rig found) {
        List<Consumer<Transaction>> acts = new ArrayList<>();
        if (found.state() == Rig.State.READY) {
            acts.add(tx -> Rigs.park(tx, rig));
        }
        for (Bead bead : Convoys.list(view)) {
            BeadId id = bead.id();
            switch (Convoys.get(view, id).state()) {
                case STAGED -> {
                    acts.add(tx -> Convoys.drop(tx, id));
                    String text = PlanSketch.of(dice, ++plans + 100);
                    acts.add(tx -> Convoys.restage(tx, id, parsed(text), text));
                }
                case OPEN -> {
                    acts.add(tx -> Convoys.drop(tx, id));
                    acts.add(tx -> Convoys.pause(tx, id));
                }
                case LANDED, DROPPED -> {}
            }
        }
        MergeRequests.open(view, rig)
                .forEach(queued -> acts.add(tx -> MergeRequests.reject(tx, queued.id(), "no")));
        return acts;
    }

    private void plan(Transaction tx) {
        String text = PlanSketch.of(dice, ++plans);
        Convoys.stage(tx, rig, parsed(text), text);
    }

    private static dev.townhall.core.convoy.Plan parsed(String text) {
        return switch (PlanText.parse(text)) {
            case PlanText.Parsed.Ok(var plan) -> plan;
            case PlanText.Parsed.NotAPlan() -> throw new IllegalStateException(text);
            case PlanText.Parsed.Bad(var problems) ->
                    throw new IllegalStateException(problems + "\n" + text);
        };
    }

    private static Rig fresh(Rig rig) {
        return new Rig(
                rig.name(),
                rig.prefix(),
                rig.remote(),
                "",
                rig.gates(),
                rig.shell(),
                rig.approvalRequired(),
                rig.polecatsMax(),
                Rig.State.ADDING,
                "",
                List.of());
    }
}
