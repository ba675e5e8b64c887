package dev.townhall.core.testing;

import java.util.function.Consumer;

/// Checks that something holds for many generated values. A failure names its seed;
/// `-Dtownhall.seed=<seed>` runs that one alone.
public final class Property {
    private static final int RUNS = 300;

    private Property() {}

    public static <T> void holds(Gen<T> gen, Consumer<? super T> check) {
        holds(RUNS, gen, check);
    }

    public static <T> void holds(int runs, Gen<T> gen, Consumer<? super T> check) {
        String chosen = System.getProperty("townhall.seed", "");
        if (!chosen.isBlank()) {
            run(Long.parseLong(chosen), gen, check);
            return;
        }
        for (int seed = 1; seed <= runs; seed++) {
            run(seed, gen, check);
        }
    }

    private static <T> void run(long seed, Gen<T> gen, Consumer<? super T> check) {
        T value = gen.from(new Dice(seed));
        try {
            check.accept(value);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed=%s (replay with -Dtownhall.seed=%s), value: %s\n%s"
                            .formatted(seed, seed, value, e.getMessage()),
                    e);
        }
    }
}
