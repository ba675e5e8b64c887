package dev.townhall.core.rig;

import dev.townhall.core.foundation.check.Check;
import java.time.Duration;

/// One check that the merged result must pass.
///
/// @param command one line for `sh -c`, written by the rig's owner
public record Gate(String name, String command, Duration deadline) {
    public static final Duration DEADLINE = Duration.ofMinutes(15);

    public Gate {
        Check.that(!command.isBlank(), "A gate needs a command; found none for '%s'.", name);
        Check.that(command.length() <= 4000, "A gate's command is at most 4,000 characters.");
    }

    public static Gate of(int number, String command) {
        return new Gate("gate-" + number, command, DEADLINE);
    }
}
