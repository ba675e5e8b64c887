package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Five changes among 100,000 beads, then the ready set: each change closes a bead that others wait
/// for, or opens it again.
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadySetBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final int BEADS = 100_000;

    private final BeadIndex index = new BeadIndex();
    private int next;

    @Setup
    public void fill() {
        BenchmarkBeads.of(BEADS).forEach(index::put);
    }

    @Benchmark
    public List<Bead> fiveChangesThenReady() {
        for (int i = 0; i < 5; i++) {
            next = (next + 7919) % BEADS;
            Bead bead = index.get(BenchmarkBeads.id(next));
            index.put(
                    bead.isClosed()
                            ? bead.moved(dev.townhall.core.bead.BeadStatus.OPEN, NOW)
                            : bead.closed("Done", NOW));
        }
        return index.ready(NOW, 100);
    }

    @Benchmark
    public boolean isReady() {
        next = (next + 7919) % BEADS;
        BeadId id = BenchmarkBeads.id(next);
        return index.isReady(id, NOW);
    }
}
