package dev.townhall.core.convoy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.List;
import java.util.Optional;

/// Work orders: staged from a plan, launched, paused, dropped. Feeding and landing are the
/// [ConvoyReconciler]'s.
public final class Convoys {
    private static final String ID_PREFIX = "hq-cv";
    private static final int TITLE_CHARS_MAX = 120;

    private Convoys() {}

    public static Convoy get(LedgerView view, BeadId id) {
        return Convoy.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is no convoy."));
    }

    /// The beads of all convoys, newest first.
    public static List<Bead> list(LedgerView view) {
        return view.ofType(Bead.CONVOY).stream()
                .filter(bead -> Convoy.ASPECT.of(bead).isPresent())
                .sorted(
                        java.util.Comparator.comparing(Bead::createdAt)
                                .reversed()
                                .thenComparing(Bead::id))
                .toList();
    }

    /// Makes the beads of a plan and a staged convoy over them. Nothing runs before its launch: the
    /// beads are deferred until then. WRONG_STATE for a rig that is neither ready nor parked.
    public static BeadId stage(Transaction tx, RigName rigName, Plan plan, String planText) {
        return stage(tx, rigName, plan, planText, tx.actor());
    }

    /// As [#stage], for `owner`, who is told when it lands.
    public static BeadId stage(
            Transaction tx, RigName rigName, Plan plan, String planText, Actor owner) {
        Rig rig = Rigs.get(tx, rigName);
        Launching.mustTakePlans(rig);
        String title = title(plan);
        BeadId id = tx.newId(ID_PREFIX, title, planText);
        Planting planted = Planting.plant(tx, rig, id, plan);
        Convoy convoy = Convoy.staged(rigName, owner, planted.waves(), planted.epics(), planText);
        Bead bead =
                Bead.fresh(id, Bead.CONVOY, title, tx.actor(), tx.now())
                        .moved(BeadStatus.DEFERRED, tx.now());
        tx.create(tracking(tx, Convoy.ASPECT.set(bead, convoy), convoy));
        Events.emit(
                tx,
                new TownEvent.ConvoyStaged(
                        id, rigName, convoy.beads().size(), convoy.waves().size()));
        return id;
    }

    /// Replaces the plan of a staged convoy; the beads of the old one are dropped.
    public static void restage(Transaction tx, BeadId id, Plan plan, String planText) {
        Convoy old = get(tx, id);
        if (old.state() != Convoy.State.STAGED) {
            throw notStaged(id, old, "edited");
        }
        dropBeads(tx, old, Works.REPLACED);
        Planting planted = Planting.plant(tx, Rigs.get(tx, old.rig()), id, plan);
        Convoy convoy = old.restaged(planted.waves(), planted.epics(), planText);
        Bead renamed = new BeadEdit(tx.get(id)).title(title(plan)).done();
        tx.update(tracking(tx, Convoy.ASPECT.set(renamed, convoy), convoy));
        Events.emit(
                tx,
                new TownEvent.ConvoyReplanned(
                        id, old.rig(), convoy.beads().size(), convoy.waves().size()));
    }

    /// Orders one existing open bead: a convoy of one, launched at once.
    public static BeadId sling(Transaction tx, BeadId beadId) {
        Bead bead = tx.get(beadId);
        if (!bead.status().equals(BeadStatus.OPEN)) {
            throw TownException.wrongState(
                    "Bead %s cannot be slung: it is %s%s."
                            .formatted(
                                    beadId,
                                    bead.status(),
                                    bead.isClosed() ? " (" + bead.closeReason() + ")" : ""));
        }
        Work.ASPECT
                .of(bead)
                .flatMap(Work::convoy)
                .ifPresent(convoy -> {
                    throw TownException.wrongState(
                            "Bead %s is in convoy %s already.".formatted(beadId, convoy));
                });
        Rig rig =
                Rigs.byPrefix(tx, beadId.prefix())
                        .orElseThrow(() ->
                                TownException.badInput("No rig has the prefix of " + beadId + "."));
        BeadId id = tx.newId(ID_PREFIX, bead.title(), beadId.text());
        Works.order(tx, beadId, Work.fresh(rig.name(), Optional.of(id)));
        Convoy convoy =
                Convoy.staged(rig.name(), tx.actor(), List.of(List.of(beadId)), List.of(), "");
        Bead order = Bead.fresh(id, Bead.CONVOY, bead.title(), tx.actor(), tx.now());
        tx.create(tracking(tx, Convoy.ASPECT.set(order, convoy), convoy));
        launch(tx, id);
        return id;
    }

    /// Lets a staged convoy run.
    public static void launch(Transaction tx, BeadId id) {
        Convoy convoy = get(tx, id);
        if (convoy.state() != Convoy.State.STAGED) {
            throw notStaged(id, convoy, "launched");
        }
        Rig rig = Rigs.get(tx, convoy.rig());
        Launching.mustBeLaunchable(rig, tx, convoy);
        Convoy launched = convoy.launched(tx.actor(), tx.now());
        tx.update(Convoy.ASPECT.set(tx.get(id), launched).moved(BeadStatus.OPEN, tx.now()));
        for (BeadId bead : launched.beads()) {
            open(tx, bead);
        }
        for (BeadId epic : launched.epics()) {
            open(tx, epic);
        }
        Events.emit(tx, new TownEvent.ConvoyLaunched(id, convoy.rig()));
    }

    public static void pause(Transaction tx, BeadId id) {
        Convoy convoy = get(tx, id).paused(true);
        tx.update(Convoy.ASPECT.set(tx.get(id), convoy));
        Events.emit(tx, new TownEvent.ConvoyPaused(id, convoy.rig()));
    }

    public static void resume(Transaction tx, BeadId id) {
        Convoy convoy = get(tx, id).paused(false);
        tx.update(Convoy.ASPECT.set(tx.get(id), convoy));
        Events.emit(tx, new TownEvent.ConvoyResumed(id, convoy.rig()));
    }

    /// Gives a convoy up. Beads that were not begun are dropped, running ones are called back; what
    /// is being pushed this moment is let through.
    public static void drop(Transaction tx, BeadId id) {
        Convoy convoy = get(tx, id).dropped();
        dropBeads(tx, convoy, Works.DROPPED);
        tx.update(
                Convoy.ASPECT.set(tx.get(id), convoy).closed("dropped by " + tx.actor(), tx.now()));
        Events.emit(tx, new TownEvent.ConvoyDropped(id, convoy.rig()));
    }

    /// Ends a convoy all of whose beads were dropped one by one: there is nothing left of it.
    static void givenUp(Transaction tx, BeadId id) {
        Convoy convoy = get(tx, id).dropped();
        tx.update(
                Convoy.ASPECT
                        .set(tx.get(id), convoy)
                        .closed("dropped: all its beads were dropped", tx.now()));
        Events.emit(tx, new TownEvent.ConvoyDropped(id, convoy.rig()));
    }

    private static void dropBeads(Transaction tx, Convoy convoy, String reason) {
        for (BeadId bead : convoy.beads()) {
            Recall.recall(tx, bead, reason);
        }
        for (BeadId epic : convoy.epics()) {
            Works.drop(tx, epic, reason);
        }
    }

    private static void open(Transaction tx, BeadId id) {
        Bead bead = tx.get(id);
        if (bead.status().equals(BeadStatus.DEFERRED)) {
            tx.update(bead.moved(BeadStatus.OPEN, tx.now()));
        }
    }

    private static Bead tracking(Transaction tx, Bead order, Convoy convoy) {
        List<Dependency> edges =
                convoy.beads().stream()
                        .map(bead -> Dependency.on(bead, Dependency.TRACKS, tx.now(), tx.actor()))
                        .toList();
        return order.withDependencies(edges);
    }

    private static String title(Plan plan) {
        Plan.Item first = plan.items().getFirst();
        int others = plan.items().size() - 1;
        String tail = others == 0 ? "" : " and " + others + " more";
        return Clipped.to(TITLE_CHARS_MAX - tail.length(), first.title()) + tail;
    }

    private static TownException notStaged(BeadId id, Convoy convoy, String what) {
        String by = convoy.launchedBy().map(actor -> " (launched by " + actor + ")").orElse("");
        return TownException.wrongState(
                "Convoy %s cannot be %s: it is %s%s."
                        .formatted(
                                id,
                                what,
                                convoy.state().name().toLowerCase(java.util.Locale.ROOT),
                                by));
    }
}
