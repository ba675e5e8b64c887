package dev.townhall.core.session;

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
        Caps.Spender who = spender(task, preset, model);
        Optional<Caps.Hold> hold = ledger.read(view -> caps.hold(view, who, time.now()));
        if (hold.filter(it -> it.question().isEmpty()).isPresent()) {
            ledger.write(
                    Actor.TOWN,
                    tx -> {
                        caps.ask(tx, who);
                        return true;
                    });
        }
        return hold.map(_ -> Outcome.again(untilTomorrow()));
    }

    /// Whether a task would be held for want of its model's name alone.
    boolean wantsModel(Task task, String preset) {
        Caps.Spender nameless = spender(task, preset, Optional.of(List.of()));
        return ledger.read(view -> caps.hold(view, nameless, time.now()))
                .filter(hold -> hold.unmeasured().isPresent() && hold.question().isEmpty())
                .isPresent();
    }

    static Caps.Spender spender(Task task, String preset, Optional<List<String>> model) {
        return new Caps.Spender(task.hook().convoy(), task.rig().name(), preset, model);
    }

    private Duration untilTomorrow() {
        LocalDate today = time.now().atZone(ZoneOffset.UTC).toLocalDate();
        return Duration.between(
                time.now(), today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
