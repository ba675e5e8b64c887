package dev.townhall.core.capacity;

import dev.townhall.core.foundation.check.Check;
import java.time.Duration;

/// How much the town takes on at once.
///
/// @param polecatsMax how many polecats work at once in the whole town, with a model or without
/// @param spawnSpacing between the starts of two sessions of agents with a model
/// @param loadMax the load average per processor above which no such session is started
/// @param memoryFreeMin the free memory in bytes below which none is started
public record Capacity(int polecatsMax, Duration spawnSpacing, double loadMax, long memoryFreeMin) {
    public static final int POLECATS_MAX = 1_000;
    public static final Capacity DEFAULT =
            new Capacity(100, Duration.ofMillis(500), 8.0, 512L * 1024 * 1024);

    public Capacity {
        Check.that(
                polecatsMax >= 1 && polecatsMax <= POLECATS_MAX,
                "Polecats of the town must be 1 to %s; found %s.",
                POLECATS_MAX,
                polecatsMax);
        Check.that(!spawnSpacing.isNegative(), "Spacing cannot be negative.");
        Check.that(loadMax > 0, "The highest load must be more than 0; found %s.", loadMax);
        Check.that(memoryFreeMin >= 0, "The least free memory cannot be negative.");
    }
}
