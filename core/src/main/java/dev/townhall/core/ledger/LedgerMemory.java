package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a ledger keeps in memory: all beads, the open effects and the last numbers given out.
/// Not thread-safe: its owner guards it.
final class LedgerMemory {
    final BeadIndex beads = new BeadIndex();
    private final TreeMap<Long, Effect> openEffects = new TreeMap<>();
    private final Map<String, Long> openNumbers = new HashMap<>();
    private Numbers numbers = new Numbers(0, 0, 0, 0);

    /// The last numbers given out.
    ///
    /// @param change the last change number of posts
    record Numbers(long event, long post, long change, long effect) {}

    Numbers numbers() {
        return numbers;
    }

    void setNumbers(Numbers newNumbers) {
        numbers = newNumbers;
    }

    List<Effect> openEffects(String kind) {
        List<Effect> found = new ArrayList<>();
        for (Effect effect : openEffects.values()) {
            if (effect.kind().equals(kind)) {
                found.add(effect);
            }
        }
        return found;
    }

    @Nullable NumberedEffect openEffect(String key) {
        Long number = openNumbers.get(key);
        Effect effect = number == null ? null : openEffects.get(number);
        return number == null || effect == null ? null : new NumberedEffect(number, effect);
    }

    List<NumberedEffect> allOpenEffects() {
        List<NumberedEffect> all = new ArrayList<>();
        openEffects.forEach((number, effect) -> all.add(new NumberedEffect(number, effect)));
        return all;
    }

    /// Makes the open effect of `key` what is given: another one, or none.
    void setOpenEffect(String key, @Nullable NumberedEffect effect) {
        Long old = openNumbers.remove(key);
        if (old != null) {
            openEffects.remove(old);
        }
        if (effect != null && effect.isOpen()) {
            openEffects.put(effect.number(), effect.effect());
            openNumbers.put(key, effect.number());
        }
    }

    /// Takes over what was committed elsewhere.
    void apply(Changes changes, Numbers newNumbers) {
        for (Bead bead : changes.beads.values()) {
            beads.put(bead);
        }
        changes.effects.forEach(this::setOpenEffect);
        numbers = newNumbers;
    }
}
