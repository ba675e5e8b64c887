package dev.townhall.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/// Which seeds are run, and what is said of one that fails.
final class Seeds {
    private static final int FEW = 50;
    private static final int DEFAULT = 500;
    private static final int TOLD = 120;
    private static final int THREADS = 2;
    private static final int FAILURES_MAX = 3;

    private Seeds() {}

    /// The seed that `-Dtownhall.seed=<n>` chooses, if one is to be replayed.
    static OptionalLong replayed() {
        String one = System.getProperty("townhall.seed", "");
        return one.isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(one));
    }

    /// Those of every run.
    static LongStream few() {
        return LongStream.rangeClosed(1, FEW);
    }

    /// Those of a whole run: `-Dtownhall.seeds=<n>` says up to which.
    static LongStream others() {
        return LongStream.rangeClosed(FEW + 1, Integer.getInteger("townhall.seeds", DEFAULT));
    }

    /// Runs these seeds on two threads; the first failures are told together.
    static void check(LongStream seeds) throws InterruptedException {
        Queue<Long> left = new ConcurrentLinkedQueue<>(seeds.boxed().toList());
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(() -> work(left, failures)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            AssertionError failure =
                    new AssertionError(failures.size() + " seeds failed", failures.remove());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private static void work(Queue<Long> left, Queue<Throwable> failures) {
        Long seed = left.poll();
        while (seed != null && failures.size() < FAILURES_MAX) {
            try {
                check(seed);
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
            seed = left.poll();
        }
    }

    private static void check(long seed) {
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
