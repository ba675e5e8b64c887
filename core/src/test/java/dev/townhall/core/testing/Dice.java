package dev.townhall.core.testing;

import java.util.List;

/// A stream of numbers that depends on its seed alone (SplitMix64, Steele, Lea and Flood 2014).
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    public Dice(long seed) {
        this.seed = seed;
        state = seed;
    }

    public long seed() {
        return seed;
    }

    public long next() {
        state += GOLDEN;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// From 0 to `bound` - 1.
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /// From `least` to `most`, both included.
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /// True `percent` times in a hundred.
    public boolean chance(int percent) {
        return below(100) < percent;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
