package dev.townhall.core.simulation.bug;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.town.Adapters;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A hook without fencing: where the completion of a superseded session is refused, it is let through
/// as if the hook were still its own.
public final class HookWithoutFencing {
    private static final Pattern REFUSAL =
            Pattern.compile("of (\\S+) with fencing number (\\d+) is superseded");

    private final Ledger sound;

    private HookWithoutFencing(Ledger sound) {
        this.sound = sound;
    }

    public static Adapters plant(Adapters adapters) {
        HookWithoutFencing bug = new HookWithoutFencing(adapters.ledger());
        Ledger ledger = Weaving.over(Ledger.class, adapters.ledger(), bug::answer);
        return new Adapters(
                adapters.time(),
                ledger,
                adapters.repositories(),
                adapters.runtime(),
                adapters.gates(),
                adapters.chats(),
                adapters.minds());
    }

    @SuppressWarnings("unchecked") // a proxy gets its arguments without types
    private Object answer(String method, Object[] arguments) {
        return method.equals("write")
                ? write((Actor) arguments[0], (Ledger.Work<Object>) arguments[1])
                : Weaving.PASS;
    }

    private Object write(Actor actor, Ledger.Work<Object> work) {
        return sound.write(
                actor,
                tx -> {
                    try {
                        return work.run(tx);
                    } catch (TownException e) {
                        Matcher refusal = REFUSAL.matcher(String.valueOf(e.getMessage()));
                        boolean completes = actor.text().contains("/polecats/");
                        if (!completes || e.code() != ErrorCode.CONFLICT || !refusal.find()) {
                            throw e;
                        }
                        BeadId agent = new BeadId(refusal.group(1));
                        return work.run(unfenced(tx, agent, Long.parseLong(refusal.group(2))));
                    }
                });
    }

    /// `tx`, but the hook of `agent` still has the number it had.
    private static Transaction unfenced(Transaction tx, BeadId agent, long fence) {
        return Weaving.over(
                Transaction.class,
                tx,
                (method, arguments) ->
                        method.equals("get") && arguments[0].equals(agent)
                                ? asBefore(tx.get(agent), fence)
                                : Weaving.PASS);
    }

    private static Bead asBefore(Bead agent, long fence) {
        Hook.Loaded before =
                switch (Hooks.of(agent)) {
                    case Hook.Loaded now ->
                            new Hook.Loaded(
                                    fence,
                                    now.bead(),
                                    now.convoy(),
                                    now.attempt(),
                                    now.since(),
                                    now.base(),
                                    now.sessionUp(),
                                    now.sessions(),
                                    now.waitsFor(),
                                    now.claim(),
                                    now.course(),
                                    now.judged(),
                                    now.limited());
                    case Hook.Empty now ->
                            new Hook.Loaded(
                                    fence,
                                    new BeadId("sh-gone"),
                                    Optional.empty(),
                                    1,
                                    Instant.EPOCH,
                                    Optional.empty(),
                                    Optional.empty(),
                                    1,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    0);
                };
        return Hook.ASPECT.set(agent, before);
    }
}
