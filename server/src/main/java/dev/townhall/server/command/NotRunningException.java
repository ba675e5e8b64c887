package dev.townhall.server.command;

import java.nio.file.Path;

/// A command needs the running town, and there is none.
final class NotRunningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRunningException(Path town) {
        super(
                "No town runs in %s. Start it with `gt up`, or name another with --town DIR."
                        .formatted(town));
    }
}
