package dev.townhall.core.simulation.clock;

import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.testing.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/// Time that moves only when the simulation moves it, with what is to happen at which moment.
/// The wall clock may jump; elapsed time never does.
public final class VirtualTime implements Time, Scheduler {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(
                    Comparator.comparing(Happening::due).thenComparingLong(Happening::number));
    private Duration elapsed = Duration.ofSeconds(1);
    private Duration wallAhead = Duration.ZERO;
    private long numbers;

    private record Happening(Duration due, long number, Runnable what) {}

    @Override
    public Instant now() {
        return START.plus(elapsed).plus(wallAhead).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    /// Lets the wall clock jump, either way.
    public void jump(Duration by) {
        wallAhead = wallAhead.plus(by);
    }

    @Override
    public void after(Duration delay, Runnable what) {
        happenings.add(new Happening(elapsed.plus(delay), numbers++, what));
    }

    /// Moves to `moment`; nothing happens by it, and a moment that is past changes nothing.
    public void moveTo(Duration moment) {
        if (moment.compareTo(elapsed) > 0) {
            elapsed = moment;
        }
    }

    public void pass(Duration duration) {
        moveTo(elapsed.plus(duration));
    }

    /// When the next thing is to happen.
    public Optional<Duration> next() {
        return Optional.ofNullable(happenings.peek()).map(Happening::due);
    }

    /// Lets the first thing that is due happen; false when none is.
    public boolean happenOne() {
        Happening first = happenings.peek();
        if (first == null || first.due().compareTo(elapsed) > 0) {
            return false;
        }
        happenings.remove();
        first.what().run();
        return true;
    }
}
