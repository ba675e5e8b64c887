package dev.townhall.core.handoff;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.Optional;

/// Handoffs: a session ends itself, its hook stays loaded, and a fresh one goes on with what it left.
public final class Handoffs {
    public static final int SUMMARY_CHARS_MAX = 6_000;

    /// The share of an agent's context in percent from which it is asked to hand off.
    public static final int FULL_PERCENT = 80;

    private Handoffs() {}

    /// Keeps a summary for the next session; the one with `fence` ends with its turn. Another
    /// summary of the same session replaces it.
    public static void leave(Transaction tx, BeadId agentBead, long fence, String summary) {
        Check.that(
                !summary.isBlank() && summary.length() <= SUMMARY_CHARS_MAX,
                "A handoff is 1 to %s characters; found %s.",
                SUMMARY_CHARS_MAX,
                summary.length());
        Hook.Loaded hook = Hooks.check(tx, agentBead, fence);
        tx.update(
                Handoff.ASPECT.set(
                        tx.get(agentBead),
                        new Handoff(hook.bead(), hook.attempt(), fence, summary, tx.now())));
        Events.emit(
                tx, new TownEvent.SessionHandedOff(hook.bead(), hook.convoy(), tx.actor(), fence));
    }

    /// The newest one about what is on the hook now.
    public static Optional<Handoff> last(LedgerView view, BeadId agentBead) {
        return Hooks.of(view, agentBead) instanceof Hook.Loaded hook
                ? Handoff.ASPECT
                        .of(view.get(agentBead))
                        .filter(left ->
                                left.bead().equals(hook.bead()) && left.attempt() == hook.attempt())
                : Optional.empty();
    }

    /// Whether the session with `fence` has handed off.
    public static boolean isLeft(LedgerView view, BeadId agentBead, long fence) {
        return last(view, agentBead).filter(left -> left.fence() == fence).isPresent();
    }
}
