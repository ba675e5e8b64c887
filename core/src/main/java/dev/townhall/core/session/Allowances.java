package dev.townhall.core.session;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Keeps agents from turns that would go past a cap on what they may spend.
final class Allowances {
    private final Ledger ledger;
    private final Time time;
    private final Caps caps;

    Allowances(Ledger ledger, Time time, Caps caps) {
        this.ledger = ledger;
        this.time = time;
        this.caps = caps;
    }

    /// Whether a cap holds the next turn of a task; then people are asked, once. The answer, or the
    /// next day at the latest, is when to look again.
    ///
    /// @param model its names; empty before a session has told
    Optional<Outcome> held(Task task, String preset, Optional<List<String>> model) {
        return hold(spender(task, preset, model)).map(_ -> Outcome.again(untilTomorrow()));
    }

    /// What holds the next turn of `who`, if anything does; people are asked, once.
    Optional<Caps.Hold> hold(Caps.Spender who) {
        Optional<Caps.Hold> hold = ledger.read(view -> caps.hold(view, who, time.now()));
        if (hold.filter(it -> it.question().isEmpty()).isPresent()) {
            ledger.write(
                    Actor.TOWN,
                    tx -> {
                        caps.ask(tx, who);
                        return true;
                    });
        }
        return ledger.read(view -> caps.hold(view, who, time.now()));
    }

    /// What is told where talk waits for a person's yes.
    String sentence(Caps.Hold hold) {
        return hold.question()
                .map(id ->
                        ledger.read(view -> Approvals.get(view, id)).subject()
                                        instanceof Approval.Spending spending
                                ? "%s I answer once somebody says approve %s."
                                        .formatted(spending.why(), id)
                                : "")
                .orElseGet(() ->
                        "The cap of %s for %s is reached, and there is no rig whose people could be asked: raise it in town.toml."
                                .formatted(hold.limit().sentence(), hold.cap().what()));
    }

    /// Whether a task would be held for want of its model's name alone.
    boolean wantsModel(Task task, String preset) {
        return wantsModel(spender(task, preset, Optional.of(List.of())));
    }

    /// @param nameless with a model of no name
    boolean wantsModel(Caps.Spender nameless) {
        return ledger.read(view -> caps.hold(view, nameless, time.now()))
                .filter(hold -> hold.unmeasured().isPresent() && hold.question().isEmpty())
                .isPresent();
    }

    static Caps.Spender spender(Task task, String preset, Optional<List<String>> model) {
        return new Caps.Spender(
                task.hook().convoy(), Optional.of(task.rig().name()), preset, model);
    }

    private Duration untilTomorrow() {
        LocalDate today = time.now().atZone(ZoneOffset.UTC).toLocalDate();
        return Duration.between(
                time.now(), today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
