package dev.townhall.core.foundation.process;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who was ended last because the machine lacks something: until it is gone, and for some seconds more
/// in which the machine gets back what it had, nobody else is. Not thread-safe.
final class Blame {
    /// Whoever holds less is not to blame.
    static final long BYTES_MIN = 256L << 20;

    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

    private @Nullable Child last;
    private long goneNanos;

    /// Whether the next one may be ended.
    boolean mayFall() {
        if (last == null) {
            return true;
        }
        if (last.isAlive()) {
            goneNanos = System.nanoTime();
            return false;
        }
        return System.nanoTime() - goneNanos >= CALM_NANOS;
    }

    void on(Child child, Excess why) {
        last = child;
        goneNanos = System.nanoTime();
        child.end(why);
    }
}
