package dev.townhall.core.convoy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Feeds open convoys: slings what became ready while there is capacity, closes epics, and lands
/// the convoy when all it tracks is closed. Every step is one transaction on what is then true.
public final class ConvoyReconciler implements Reconciler {
    public static final String NAME = "convoy";
    private static final String LANDED = "landed";

    private final Ledger ledger;
    private final int polecatsMax;

    /// @param polecatsMax how many may work at once in the whole town
    public ConvoyReconciler(Ledger ledger, int polecatsMax) {
        this.ledger = ledger;
        this.polecatsMax = polecatsMax;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view ->
                Stream.concat(openConvoys(view).stream(), unfinishedDrops(view))
                        .map(BeadId::text)
                        .toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view -> concerned(view, new BeadId(changedBead)));
    }

    @Override
    public Outcome reconcile(String key) {
        ledger.write(Actor.TOWN, tx -> advance(tx, new BeadId(key)));
        return Outcome.settled();
    }

    private boolean advance(Transaction tx, BeadId id) {
        Convoy convoy = Convoys.get(tx, id);
        if (convoy.state() == Convoy.State.DROPPED) {
            callBack(tx, id, convoy);
            return false;
        }
        if (convoy.state() != Convoy.State.OPEN) {
            return false;
        }
        closeEpics(tx, convoy);
        if (allClosed(tx, convoy)) {
            end(tx, id, convoy);
        } else if (!convoy.paused()) {
            feed(tx, convoy);
        }
        return true;
    }

    /// What was being pushed when the convoy was dropped, and did not get through after all.
    private static void callBack(Transaction tx, BeadId id, Convoy convoy) {
        String decision = tx.get(id).closeReason();
        for (BeadId bead : convoy.beads()) {
            Recall.recall(tx, bead, Works.DROPPED, decision);
        }
    }

    private void feed(Transaction tx, Convoy convoy) {
        Optional<Rig> rig = Rigs.find(tx, convoy.rig());
        if (rig.isEmpty() || rig.get().state() != Rig.State.READY) {
            return;
        }
        for (BeadId bead : convoy.beads()) {
            if (tx.isReady(bead)
                    && Hooks.sling(tx, bead, polecatsMax) instanceof Hooks.Sling.NoCapacity) {
                return;
            }
        }
    }

    /// Inner epics before outer ones: they were planted after them.
    private static void closeEpics(Transaction tx, Convoy convoy) {
        for (BeadId epic : convoy.epics().reversed()) {
            boolean complete =
                    tx.dependents(epic).stream()
                            .filter(child -> child.targets(Dependency.PARENT_CHILD).contains(epic))
                            .allMatch(Bead::isClosed);
            if (complete && !tx.get(epic).isClosed()) {
                Works.completed(tx, epic);
            }
        }
    }

    private static boolean allClosed(Transaction tx, Convoy convoy) {
        return convoy.beads().stream().allMatch(bead -> tx.get(bead).isClosed())
                && convoy.epics().stream().allMatch(epic -> tx.get(epic).isClosed());
    }

    /// A convoy lands with what was done. Where all was given up, nothing did.
    private static void end(Transaction tx, BeadId id, Convoy convoy) {
        if (Tally.of(tx, convoy).closed() > 0) {
            land(tx, id, convoy);
        } else {
            Convoys.givenUp(tx, id);
        }
    }

    private static void land(Transaction tx, BeadId id, Convoy convoy) {
        Convoy landed = convoy.landed(tx.now());
        tx.update(Convoy.ASPECT.set(tx.get(id), landed).closed(LANDED, tx.now()));
        Events.emit(
                tx,
                new TownEvent.ConvoyLanded(id, convoy.rig(), convoy.beads().size(), landed.took()));
    }

    private static List<String> concerned(LedgerView view, BeadId changed) {
        Optional<Bead> bead = view.find(changed);
        if (bead.isEmpty()) {
            return List.of();
        }
        return switch (bead.get().type()) {
            case Bead.CONVOY -> List.of(changed.text());
            case Bead.MERGE_REQUEST ->
                    MergeRequest.ASPECT.of(bead.get()).flatMap(MergeRequest::convoy).stream()
                            .map(BeadId::text)
                            .toList();
            case Bead.AGENT ->
                    Hooks.of(bead.get()) instanceof Hook.Empty
                            ? openConvoys(view).stream().map(BeadId::text).toList()
                            : Agent.ASPECT
                                    .of(bead.get())
                                    .map(agent -> ofRig(view, agent.rig()))
                                    .orElse(List.of());
            case Bead.RIG -> ofRig(view, Rig.ASPECT.of(bead.get()).orElseThrow().name());
            default ->
                    Work.ASPECT.of(bead.get()).flatMap(Work::convoy).stream()
                            .map(BeadId::text)
                            .toList();
        };
    }

    private static List<String> ofRig(LedgerView view, RigName rig) {
        return openConvoys(view).stream()
                .filter(id -> Convoys.get(view, id).rig().equals(rig))
                .map(BeadId::text)
                .toList();
    }

    /// Dropped convoys with a bead that was let through and has not come to its end.
    private static Stream<BeadId> unfinishedDrops(LedgerView view) {
        return view.ofType(Bead.CONVOY).stream()
                .filter(bead -> bead.isClosed() && !bead.closeReason().equals(LANDED))
                .map(Bead::id)
                .filter(id ->
                        Convoys.get(view, id).beads().stream()
                                .anyMatch(bead -> !view.get(bead).isClosed()));
    }

    /// Oldest first, so that older orders are fed first.
    private static List<BeadId> openConvoys(LedgerView view) {
        return view.ofType(Bead.CONVOY).stream()
                .filter(bead -> bead.status().equals(BeadStatus.OPEN))
                .sorted(Comparator.comparing(Bead::createdAt).thenComparing(Bead::id))
                .map(Bead::id)
                .toList();
    }
}
