package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.check.Check;
import java.time.Duration;

/// The limits of one agent process.
///
/// @param lineBytesMax a longer line of the agent is skipped; an edit in a file of 1 MB was seen to
///     come as one line of 4.4 MB
/// @param start how long each step of the start may take
/// @param cancel how long an agent may take to end a turn that was cancelled, before it is ended
/// @param close how long an agent may take to exit by itself
/// @param silence after which an agent that works and says nothing is reported
public record AcpLimits(
        int lineBytesMax, Duration start, Duration cancel, Duration close, Duration silence) {
    public static final AcpLimits DEFAULT =
            new AcpLimits(
                    64 * 1024 * 1024,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5));

    public AcpLimits {
        Check.that(
                lineBytesMax > 0
                        && start.isPositive()
                        && cancel.isPositive()
                        && close.isPositive()
                        && silence.isPositive(),
                "The limits of an agent must be positive.");
    }

    public AcpLimits withSilence(Duration longer) {
        return new AcpLimits(lineBytesMax, start, cancel, close, longer);
    }

    public AcpLimits withStart(Duration longest) {
        return new AcpLimits(lineBytesMax, longest, cancel, close, silence);
    }

    public AcpLimits withCancel(Duration longest) {
        return new AcpLimits(lineBytesMax, start, longest, close, silence);
    }

    public AcpLimits withLineBytesMax(int bytes) {
        return new AcpLimits(bytes, start, cancel, close, silence);
    }
}
