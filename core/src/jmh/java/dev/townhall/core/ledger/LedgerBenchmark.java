package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The ledger end to end, on a real disk: acknowledged changes per second with 1 and 64 clients, the
/// ready set among 100,000 beads, and opening them in a fresh process.
///
/// Arguments: a folder to work in (on the disk to measure), seconds per measurement; or `fill` and a
/// file, to make a ledger of 100,000 beads there; or `open` and such a file, to open it once.
public final class LedgerBenchmark {
    private static final int BEADS = 100_000;
    private static final Actor ADA = Actor.overseer("ada");
    private static final PrintStream OUT = System.out;

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("open")) {
            open(Path.of(arguments[1]));
            return;
        }
        if (arguments[0].equals("fill")) {
            try (SqliteLedger ledger = ledger(Path.of(arguments[1]))) {
                fill(ledger);
            }
            return;
        }
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "ledger-benchmark");
        Duration each = Duration.ofSeconds(Long.parseLong(arguments[1]));
        try {
            Path file = folder.resolve("ledger.db");
            try (SqliteLedger ledger = ledger(file)) {
                fill(ledger);
                OUT.printf("%,d beads, file %,d MB%n", BEADS, Files.size(file) >> 20);
                changes(ledger, 64, Duration.ofSeconds(2));
                OUT.println("(warm)");
                changes(ledger, 1, each);
                changes(ledger, 64, each);
                ready(ledger, each);
            }
            for (int i = 0; i < 3; i++) {
                openInAFreshProcess(file);
            }
        } finally {
            delete(folder);
        }
    }

    private static SqliteLedger ledger(Path file) {
        return SqliteLedger.open(file, new SystemTime(), new SecureRandomness());
    }

    private static void fill(SqliteLedger ledger) {
        List<Bead> beads = BenchmarkBeads.of(BEADS);
        for (int from = 0; from < BEADS; from += 1000) {
            List<Bead> some = beads.subList(from, from + 1000);
            ledger.write(
                    ADA,
                    tx -> {
                        some.forEach(tx::create);
                        return 0;
                    });
        }
    }

    /// One change: a bead is updated by compare-and-set and an event says so.
    private static void changes(SqliteLedger ledger, int clients, Duration during)
            throws InterruptedException {
        List<long[]> times = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + during.toNanos();
        for (int client = 0; client < clients; client++) {
            int first = client * (BEADS / clients);
            Thread thread =
                    Thread.startVirtualThread(() -> {
                        long[] mine = client(ledger, first, BEADS / clients, end);
                        synchronized (times) {
                            times.add(mine);
                        }
                    });
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        OUT.printf(
                Locale.ROOT,
                "%d client(s): %,.0f durable changes/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms%n",
                clients,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                all[all.length - 1] / 1e6);
    }

    private static long[] client(SqliteLedger ledger, int first, int count, long end) {
        long[] times = new long[1 << 10];
        int done = 0;
        long before = System.nanoTime();
        while (before < end) {
            BeadId id = BenchmarkBeads.id(first + done % count);
            String notes = "looked at for the " + done + ". time";
            ledger.write(
                    ADA,
                    tx -> {
                        tx.emit(
                                new EventDraft(
                                        "bead.changed", id.text(), Json.object().put("n", notes)));
                        return tx.update(tx.get(id).withDescription(notes));
                    });
            long after = System.nanoTime();
            if (done == times.length) {
                times = Arrays.copyOf(times, done * 2);
            }
            times[done++] = after - before;
            before = after;
        }
        return Arrays.copyOf(times, done);
    }

    /// Five beads are changed, durably; timed is only what follows: asking for the ready set.
    private static void ready(SqliteLedger ledger, Duration during) {
        long end = System.nanoTime() + during.toNanos();
        List<Long> asked = new ArrayList<>();
        int next = 0;
        while (System.nanoTime() < end) {
            int from = next;
            next += 5;
            ledger.write(
                    ADA,
                    tx -> {
                        for (int i = from; i < from + 5; i++) {
                            Bead bead = tx.get(BenchmarkBeads.id((int) (i * 7919L % BEADS)));
                            tx.update(bead.withPriority((bead.priority() + 1) % 5));
                        }
                        return 0;
                    });
            long before = System.nanoTime();
            int found = ledger.read(view -> view.ready(100).size());
            asked.add(System.nanoTime() - before);
            if (found != 100) {
                throw new IllegalStateException("expected 100 ready beads, found " + found);
            }
        }
        asked.sort(Comparator.naturalOrder());
        OUT.printf(
                Locale.ROOT,
                "ready set after 5 changes: p50 %.3f ms, p99 %.3f ms%n",
                asked.get(asked.size() / 2) / 1e6,
                asked.get((int) (asked.size() * 0.99)) / 1e6);
    }

    private static void openInAFreshProcess(Path file) throws IOException, InterruptedException {
        long before = System.nanoTime();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LedgerBenchmark.class.getName(), "open", file.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        OUT.printf(
                Locale.ROOT,
                "process from start to end: %.2f s (exit %d)%n",
                (System.nanoTime() - before) / 1e9,
                code);
    }

    private static void open(Path file) {
        Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
        long before = System.nanoTime();
        try (SqliteLedger ledger = ledger(file)) {
            int ready = ledger.read(view -> view.ready(10).size());
            double opened = (System.nanoTime() - before) / 1e9;
            double whole = Duration.between(started, Instant.now()).toMillis() / 1e3;
            OUT.printf(
                    Locale.ROOT,
                    "opened with %,d beads (%d asked for): %.2f s, %.2f s since the process began%n",
                    ledger.<Integer>read(LedgerView::beadCount),
                    ready,
                    opened,
                    whole);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
