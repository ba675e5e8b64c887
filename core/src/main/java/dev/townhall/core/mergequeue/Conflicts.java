package dev.townhall.core.mergequeue;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.worktree.CommitId;
import java.util.List;
import java.util.Optional;

/// Who has to end a conflict with the target. First its worker, with a new try on the target as it is
/// now; when that conflicts again, the rig's resolver, where there is an agent for it.
///
/// ```
///   conflict --> a new try --> conflict --> the resolver --> gates ... merged
///                                  |             |  ^ conflict with what came meanwhile, thrice at most
///                                  |             +--> a person: not joined
///                                  +--> a new try, where there is no agent
/// ```
final class Conflicts {
    private Conflicts() {}

    static void settle(Transaction tx, Queued queued, CommitId target, List<String> files) {
        MergeRequest request = queued.request();
        int before = request.resolving().map(Resolving::number).orElse(0);
        boolean again = before > 0 || cameBackOverOne(tx.get(request.bead()));
        if (!again || before == Resolving.NUMBER_MAX || !hasResolver(tx, request)) {
            Refinery.sendBack(tx, queued, Works.rework(ReworkCause.CONFLICT, files, ""));
            return;
        }
        MergeRequests.store(
                tx,
                queued.id(),
                request.toResolve(Resolving.of(before + 1, target.text(), files)),
                "");
        Events.emit(
                tx,
                new TownEvent.ConflictOffered(
                        request.bead(), request.convoy(), queued.id(), files, target.text()));
    }

    private static boolean cameBackOverOne(Bead bead) {
        return Works.get(bead)
                .rework()
                .filter(rework -> rework.cause() == ReworkCause.CONFLICT)
                .isPresent();
    }

    private static boolean hasResolver(LedgerView view, MergeRequest request) {
        Rig rig = Rigs.get(view, request.rig());
        return AgentChoices.of(view)
                .withRig(rig.name(), rig.agent())
                .choose(
                        new AgentChoice.Need(
                                AgentRole.REFINERY,
                                Optional.of(rig.name()),
                                Optional.of(Actor.resolver(rig.name())),
                                view.get(request.bead()).labels(),
                                Optional.empty()))
                .isPresent();
    }
}
