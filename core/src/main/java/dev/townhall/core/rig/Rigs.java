package dev.townhall.core.rig;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.foundation.text.Nearest;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.permission.RuleBook;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// The rigs of the town. Every verb is one step of a rig's states (see [Rig.State]).
public final class Rigs {
    private static final int NAME_SHOWN_MAX = 40;

    private Rigs() {}

    /// The rig, unless there is none or it was removed.
    public static Optional<Rig> find(LedgerView view, RigName name) {
        return view.find(Rig.beadId(name))
                .flatMap(Rig.ASPECT::of)
                .filter(rig -> rig.state() != Rig.State.REMOVED);
    }

    public static Rig get(LedgerView view, RigName name) {
        return find(view, name)
                .orElseThrow(
                        () -> unknown(name.text(), list(view).stream().map(Rig::name).toList()));
    }

    /// The refusal of a name that no rig has.
    ///
    /// @param known the rigs that may be named to whoever asked
    public static TownException unknown(String name, List<RigName> known) {
        List<String> names = known.stream().map(RigName::text).toList();
        String near = Nearest.to(name, names).map(it -> " Did you mean '" + it + "'?").orElse("");
        return TownException.notFound(
                "There is no rig '%s'%s.%s"
                        .formatted(
                                Clipped.to(NAME_SHOWN_MAX, name),
                                names.isEmpty()
                                        ? " and none at all yet: gt rig add NAME PATH|URL adds one"
                                        : "; there is " + String.join(", ", names),
                                near));
    }

    /// The rigs that were not removed, by name.
    public static List<Rig> list(LedgerView view) {
        return view.ofType(Bead.RIG).stream()
                .flatMap(bead -> Rig.ASPECT.of(bead).stream())
                .filter(rig -> rig.state() != Rig.State.REMOVED)
                .toList();
    }

    /// The rig whose beads have this prefix.
    public static Optional<Rig> byPrefix(LedgerView view, String prefix) {
        return list(view).stream().filter(rig -> rig.prefix().equals(prefix)).findFirst();
    }

    /// Begins to add a rig: it is cloned next. A rig that failed or was removed may be added again.
    public static void add(Transaction tx, Rig rig) {
        Check.that(rig.state() == Rig.State.ADDING, "A new rig is added in state adding.");
        find(tx, rig.name())
                .filter(known -> known.state() != Rig.State.FAILED)
                .ifPresent(known -> {
                    throw TownException.wrongState(
                            "There is a rig '%s' already, cloned from %s."
                                    .formatted(known.name(), known.remote()));
                });
        refuseSecond(tx, rig, RemoteForm::isOne);
        byPrefix(tx, rig.prefix())
                .filter(other -> !other.name().equals(rig.name()))
                .ifPresent(other -> {
                    throw TownException.badInput(
                            "The prefix '%s' belongs to rig '%s'. Give another with --prefix."
                                    .formatted(rig.prefix(), other.name()));
                });
        store(tx, rig);
        Events.emit(tx, new TownEvent.RigAdded(rig.beadId(), rig.name(), rig.remote()));
    }

    /// Refuses a rig whose repository is another one's.
    ///
    /// @param isOne whether two remotes are one repository
    public static void refuseSecond(LedgerView view, Rig rig, BiPredicate<String, String> isOne) {
        list(view).stream()
                .filter(other -> !other.name().equals(rig.name()))
                .filter(other -> other.state() != Rig.State.FAILED)
                .filter(other -> isOne.test(other.remote(), rig.remote()))
                .findFirst()
                .ifPresent(other -> {
                    throw TownException.wrongState(
                            "Rig '%s' works on %s already; two on one repository would push past each other. Use that one, or remove it first: gt rig remove %s."
                                    .formatted(other.name(), other.remote(), other.name()));
                });
    }

    public static void cloned(Transaction tx, RigName name, String branch, List<String> notes) {
        Rig rig = get(tx, name).cloned(branch, notes);
        store(tx, rig);
        Events.emit(tx, new TownEvent.RigReady(rig.beadId(), name, branch, notes));
    }

    public static void failed(Transaction tx, RigName name, String problem) {
        Rig rig = get(tx, name).failed(problem);
        store(tx, rig);
        Events.emit(tx, new TownEvent.RigFailed(rig.beadId(), name, problem));
    }

    public static void park(Transaction tx, RigName name) {
        Rig rig = get(tx, name).parked();
        store(tx, rig);
        Events.emit(tx, new TownEvent.RigParked(rig.beadId(), name));
    }

    public static void unpark(Transaction tx, RigName name) {
        Rig rig = get(tx, name).unparked();
        store(tx, rig);
        Events.emit(tx, new TownEvent.RigUnparked(rig.beadId(), name));
    }

    /// Marks the rig as removed. The caller has made sure that its work is safe elsewhere.
    public static void remove(Transaction tx, RigName name) {
        Rig rig = get(tx, name).removed();
        store(tx, rig);
        RuleBook.clear(tx, name);
        Events.emit(tx, new TownEvent.RigRemoved(rig.beadId(), name));
    }

    /// Takes a rig that could not be added off the list: its failure has told what happened.
    public static void forget(Transaction tx, RigName name) {
        Rig rig = get(tx, name);
        Check.that(rig.state() == Rig.State.FAILED, "Rig %s did not fail.", name);
        store(tx, rig.removed());
    }

    /// Replaces the settings of a rig that is not being added or removed.
    public static void configure(Transaction tx, Rig rig) {
        get(tx, rig.name());
        store(tx, rig);
    }

    private static void store(Transaction tx, Rig rig) {
        Bead bead =
                tx.find(rig.beadId())
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                rig.beadId(),
                                                Bead.RIG,
                                                "Rig " + rig.name(),
                                                tx.actor(),
                                                tx.now())));
        tx.update(Rig.ASPECT.set(bead, rig));
    }
}
