package dev.townhall.core.simulation;

import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.testing.Dice;

/// Bytes that depend on the seed alone.
final class SeededRandomness implements Randomness {
    private final Dice dice;

    SeededRandomness(Dice dice) {
        this.dice = dice;
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) dice.next();
        }
        return bytes;
    }
}
