package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.hook.Course;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import java.util.Optional;

/// Books how it goes with sessions: what a turn cost, and whether anything was said in it.
final class TurnBook {
    private final Ledger ledger;
    private final Prices prices;
    private final Duty duty;

    TurnBook(Ledger ledger, Prices prices, Duty duty) {
        this.ledger = ledger;
        this.prices = prices;
        this.duty = duty;
    }

    /// Books the end of a turn, once.
    ///
    /// @param limited whether its provider's limit ended it: then it says nothing about the agent
    void ended(Task task, AgentTalk talk, boolean limited) {
        if (talk.isBooked()) {
            return;
        }
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), talk.fence());
                    boolean said = duty.isSaid(tx, now) || now.waitsFor().isPresent();
                    Course course = said ? Course.NEW : now.courseSoFar().quiet();
                    if (!limited) {
                        Hooks.course(tx, task.agentBead(), talk.fence(), course);
                    }
                    Costs.charge(
                            tx,
                            prices,
                            new Costs.Turn(
                                    task.agentBead(),
                                    Optional.of(task.bead().id()),
                                    task.hook().convoy(),
                                    Optional.of(task.rig().name()),
                                    talk.model(),
                                    talk.tokens()));
                    return true;
                });
        talk.booked();
    }

    /// A session was gone before it said anything.
    void lost(Task task) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), task.hook().fence());
                    Hooks.course(tx, task.agentBead(), now.fence(), now.courseSoFar().lost());
                    return true;
                });
    }
}
