package dev.townhall.core.simulation;

import java.util.stream.LongStream;

/// Which seeds are run, and what is said of one that fails.
final class Seeds {
    private static final int DEFAULT = 200;
    private static final int TOLD = 120;

    private Seeds() {}

    /// `-Dtownhall.seed=<n>` chooses one, `-Dtownhall.seeds=<n>` how many.
    static LongStream chosen() {
        String one = System.getProperty("townhall.seed", "");
        if (!one.isBlank()) {
            return LongStream.of(Long.parseLong(one));
        }
        return LongStream.rangeClosed(1, Integer.getInteger("townhall.seeds", DEFAULT));
    }

    static void check(long seed) {
        long hash = run(seed);
        if (seed % 10 == 0 && run(seed) != hash) {
            throw new AssertionError(replay(seed) + " does not give the same history twice.");
        }
    }

    private static long run(long seed) {
        Simulation simulation = Simulation.swarm(seed, Wiring.SOUND, false);
        try {
            simulation.run();
            return simulation.trace().hash();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "%s%nfaults: %s%n%s%n%s"
                            .formatted(
                                    replay(seed),
                                    simulation.faults(),
                                    simulation.trace().tail(TOLD),
                                    e),
                    e);
        }
    }

    private static String replay(long seed) {
        return "seed=%s (replay: ./mvnw -q -pl core test -Dtest=SimulationTest -Dtownhall.seed=%s)"
                .formatted(seed, seed);
    }
}
