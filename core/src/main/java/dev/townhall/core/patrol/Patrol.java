package dev.townhall.core.patrol;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.reconcile.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The town's findings about itself and its signs of life.
public final class Patrol implements Findings {
    /// A silence shorter than this is a restart, not an outage.
    private static final Duration OUTAGE_LEAST = Duration.ofMinutes(1);

    private static final int FINDINGS_MAX = 200;

    private final Ledger ledger;

    public Patrol(Ledger ledger) {
        this.ledger = ledger;
    }

    /// What is wrong now, oldest first.
    public static List<Finding> findings(LedgerView view) {
        return state(view).map(TownState::findings).orElse(List.of());
    }

    /// Records that the town is up again, and since when it was not.
    public void opened() {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Optional<Instant> silentSince =
                            state(tx)
                                    .map(TownState::lastSign)
                                    .filter(sign -> sign.plus(OUTAGE_LEAST).isBefore(tx.now()));
                    put(tx, new TownState(tx.now(), List.of()));
                    Events.emit(tx, new TownEvent.TownOpened(silentSince));
                    return true;
                });
    }

    /// A sign of life.
    public void sign() {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    put(tx, new TownState(tx.now(), findings(tx)));
                    return true;
                });
    }

    @Override
    public void raised(String kind, String about, String text) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    List<Finding> now = new ArrayList<>(findings(tx));
                    Optional<Finding> known =
                            now.stream()
                                    .filter(f -> f.kind().equals(kind) && f.about().equals(about))
                                    .findFirst();
                    if (known.filter(f -> !f.text().equals(text)).isPresent()) {
                        // Told once an episode; whoever looks finds the present reason.
                        Instant since = known.get().since();
                        now.set(now.indexOf(known.get()), new Finding(kind, about, text, since));
                        put(tx, new TownState(tx.now(), now));
                    } else if (known.isEmpty() && now.size() < FINDINGS_MAX) {
                        now.add(new Finding(kind, about, text, tx.now()));
                        put(tx, new TownState(tx.now(), now));
                        Events.emit(tx, new TownEvent.FindingRaised(kind, about, text));
                    }
                    return true;
                });
    }

    @Override
    public void cleared(String kind, String about) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    List<Finding> now = new ArrayList<>(findings(tx));
                    Optional<Finding> over =
                            now.stream()
                                    .filter(f -> f.kind().equals(kind) && f.about().equals(about))
                                    .findFirst();
                    if (over.isPresent()) {
                        now.remove(over.get());
                        put(tx, new TownState(tx.now(), now));
                        Events.emit(
                                tx,
                                new TownEvent.FindingCleared(
                                        kind, about, Optional.of(over.get().since())));
                    }
                    return true;
                });
    }

    private static Optional<TownState> state(LedgerView view) {
        return view.find(TownState.BEAD).flatMap(TownState.ASPECT::of);
    }

    private static void put(Transaction tx, TownState state) {
        Bead bead =
                tx.find(TownState.BEAD)
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                        TownState.BEAD,
                                                        "town",
                                                        "The town",
                                                        Actor.TOWN,
                                                        tx.now())
                                                .asWisp()));
        tx.update(TownState.ASPECT.set(bead, state));
    }
}
