package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of a rig is planned or open and at work nowhere: what would belong to no rig if the rig
/// went without it.
///
/// @param plans convoys that are not launched, newest first
/// @param beads open beads that are in none of those, by id
public record OpenWork(List<BeadId> plans, List<BeadId> beads) {
    public static OpenWork of(LedgerView view, Rig rig) {
        List<BeadId> plans =
                Convoys.list(view).stream()
                        .map(Bead::id)
                        .filter(id -> isStaged(Convoys.get(view, id), rig))
                        .toList();
        Set<BeadId> planned =
                plans.stream()
                        .map(id -> Convoys.get(view, id))
                        .flatMap(convoy ->
                                Stream.concat(convoy.beads().stream(), convoy.epics().stream()))
                        .collect(Collectors.toCollection(TreeSet::new));
        List<BeadId> beads =
                view.idsStartingWith(rig.prefix() + "-", Integer.MAX_VALUE).stream()
                        .filter(id -> !planned.contains(id))
                        .filter(id -> !view.get(id).isClosed() && Tasks.isWork(view.get(id)))
                        .toList();
        return new OpenWork(plans, beads);
    }

    public boolean isEmpty() {
        return plans.isEmpty() && beads.isEmpty();
    }

    /// Gives all of it up in the name of the transaction's actor.
    ///
    /// @param why in a few words
    public void drop(Transaction tx, String why) {
        plans.forEach(plan -> Convoys.drop(tx, plan));
        for (BeadId bead : beads) {
            Optional<BeadId> escalation = Escalations.openAbout(tx, bead);
            if (escalation.isPresent()) {
                Works.giveUp(tx, escalation.get(), why);
            } else {
                Works.dropBecause(tx, bead, why);
            }
        }
    }

    private static boolean isStaged(Convoy convoy, Rig rig) {
        return convoy.rig().equals(rig.name()) && convoy.state() == Convoy.State.STAGED;
    }
}
