package dev.townhall.core.simulation.bug;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.EventDraft;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.town.Adapters;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Post outside the transaction: what happened is committed first, and what is said of it is written
/// in a second transaction.
public final class LateProjection {
    private final Ledger sound;
    private Consumer<Transaction> projector = tx -> {};

    private LateProjection(Ledger sound) {
        this.sound = sound;
    }

    public static Adapters plant(Adapters adapters) {
        LateProjection bug = new LateProjection(adapters.ledger());
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

    private record Done(Object result, List<EventDraft> events, Set<BeadId> beads, long last) {}

    @SuppressWarnings("unchecked") // a proxy gets its arguments without types
    private Object answer(String method, Object[] arguments) {
        return switch (method) {
            case "beforeCommit" -> {
                projector = (Consumer<Transaction>) arguments[0];
                yield "";
            }
            case "write" -> write((Actor) arguments[0], (Ledger.Work<Object>) arguments[1]);
            default -> Weaving.PASS;
        };
    }

    private Object write(Actor actor, Ledger.Work<Object> work) {
        Done done =
                sound.write(
                        actor,
                        tx -> {
                            Object result = work.run(tx);
                            return new Done(result, tx.emitted(), tx.changed(), tx.lastEvent());
                        });
        if (!done.events().isEmpty() || !done.beads().isEmpty()) {
            sound.write(
                    actor,
                    tx -> {
                        projector.accept(asIn(tx, done));
                        return true;
                    });
        }
        return done.result();
    }

    private static Transaction asIn(Transaction tx, Done done) {
        return Weaving.over(
                Transaction.class,
                tx,
                (method, arguments) ->
                        switch (method) {
                            case "emitted" -> done.events();
                            case "changed" -> done.beads();
                            case "lastEvent" -> done.last();
                            default -> Weaving.PASS;
                        });
    }
}
