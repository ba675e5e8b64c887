package dev.townhall.core.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long a test waits for what normally comes at once. It is long because a machine may be busy
/// with everything but this test, and costs nothing where all is well.
public final class Patience {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private Patience() {}

    /// Awaitility's own patience is ten seconds.
    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
