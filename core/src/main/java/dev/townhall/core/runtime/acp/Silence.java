package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Notices when an agent that should be working says nothing for long, once for each silence. That
/// is not death: an agent whose model is busy was seen to wait without a word for minutes.
/// Thread-safe.
final class Silence {
    private final Duration longest;
    private final Time time;
    private final Alarms alarms;
    private final BooleanSupplier turnRuns;
    private final BooleanSupplier personIsAsked;
    private final Consumer<String> tell;
    private Duration since;
    private boolean watching;
    private boolean told;

    Silence(
            Duration longest,
            Time time,
            Alarms alarms,
            BooleanSupplier turnRuns,
            BooleanSupplier personIsAsked,
            Consumer<String> tell) {
        this.longest = longest;
        this.time = time;
        this.alarms = alarms;
        this.turnRuns = turnRuns;
        this.personIsAsked = personIsAsked;
        this.tell = tell;
        this.since = time.elapsed();
    }

    /// A turn begins.
    void begin() {
        restart();
        synchronized (this) {
            if (watching) {
                return;
            }
            watching = true;
        }
        alarms.after(longest, this::look);
    }

    /// Something was heard, or the agent was answered.
    synchronized void restart() {
        since = time.elapsed();
        told = false;
    }

    /// Looks whether it is too long by now, and looks again later.
    void look() {
        boolean runs = turnRuns.getAsBoolean();
        boolean excused = personIsAsked.getAsBoolean();
        Duration left;
        boolean isNews;
        synchronized (this) {
            if (!runs) {
                watching = false;
                return;
            }
            if (excused) {
                since = time.elapsed();
            }
            Duration silent = time.elapsed().minus(since);
            boolean isLong = silent.compareTo(longest) >= 0;
            isNews = isLong && !told;
            told |= isNews;
            left = isLong ? longest : longest.minus(silent);
        }
        if (isNews) {
            tell.accept(
                    "The agent has said nothing for %s s. It may be waiting for its model."
                            .formatted(longest.toSeconds()));
        }
        alarms.after(left, this::look);
    }
}
