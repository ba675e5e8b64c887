package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.Check;
import java.util.List;

/// How an agent is started so that it speaks the Agent Client Protocol on its standard streams.
///
/// @param verified what was run and seen, with version and day; empty when it was only read of
public record AcpMode(String command, List<String> arguments, String verified) {
    public AcpMode {
        Check.that(!command.isBlank(), "An agent's command cannot be empty.");
        arguments = List.copyOf(arguments);
    }
}
