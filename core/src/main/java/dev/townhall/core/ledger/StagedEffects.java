package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The entries of the effect journal that one transaction writes.
///
/// ```
///   (none) --intend--> INTENDED --confirm--> CONFIRMED
///                        |  ^
///                abandon |  | intend
///                        v  |
///                     ABANDONED
/// ```
final class StagedEffects {
    private final LedgerMemory memory;
    private final Rows rows;
    private final Undo undo;
    private final Changes changes;
    private final Instant now;
    private long lastNumber;

    StagedEffects(LedgerMemory memory, Rows rows, Undo undo, Changes changes, Instant now) {
        this.memory = memory;
        this.rows = rows;
        this.undo = undo;
        this.changes = changes;
        this.now = now;
        this.lastNumber = memory.numbers().effect();
    }

    long lastNumber() {
        return lastNumber;
    }

    @Nullable NumberedEffect find(String key) {
        NumberedEffect staged = changes.effects.get(key);
        if (staged != null) {
            return staged;
        }
        NumberedEffect open = memory.openEffect(key);
        return open != null ? open : rows.effect(key);
    }

    void intend(String key, String kind, JsonNode payload) {
        NumberedEffect was = find(key);
        if (was != null && was.effect().state() == Effect.State.CONFIRMED) {
            throw TownException.conflict(
                    "The effect %s was carried out already (%s). It is not intended a second time."
                            .formatted(key, was.effect().at()));
        }
        long number = was != null && was.isOpen() ? was.number() : ++lastNumber;
        put(number, new Effect(key, kind, payload, Effect.State.INTENDED, now));
    }

    void confirm(String key) {
        settle(key, Effect.State.CONFIRMED);
    }

    void abandon(String key) {
        settle(key, Effect.State.ABANDONED);
    }

    private void settle(String key, Effect.State to) {
        NumberedEffect was = find(key);
        if (was == null) {
            throw TownException.notFound("No effect " + key + " was intended.");
        }
        Effect effect = was.effect();
        if (effect.state() == to) {
            return;
        }
        if (!was.isOpen()) {
            throw TownException.wrongState(
                    "The effect %s cannot be %s: it is %s."
                            .formatted(
                                    key,
                                    to.name().toLowerCase(Locale.ROOT),
                                    effect.state().name().toLowerCase(Locale.ROOT)));
        }
        put(was.number(), new Effect(key, effect.kind(), effect.payload(), to, now));
    }

    private void put(long number, Effect effect) {
        NumberedEffect numbered = new NumberedEffect(number, effect);
        NumberedEffect before = memory.openEffect(effect.key());
        memory.setOpenEffect(effect.key(), numbered);
        undo.push(() -> memory.setOpenEffect(effect.key(), before));
        changes.effects.put(effect.key(), numbered);
    }
}
