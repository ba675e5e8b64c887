package dev.townhall.server.demo;

import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;
import java.util.Optional;

/// What the demo is asked to do.
///
/// @param folder where it was asked: the repository this stands in is the default
/// @param repository path or URL of another one
public record DemoRequest(Path folder, Optional<String> repository, After after) {
    public DemoRequest {
        Check.that(
                repository.isEmpty() || !repository.get().isBlank(),
                "--repo takes a path or URL; found an empty one.");
    }

    /// What happens once it is done.
    public enum After {
        /// The town goes down; its folder stays, to look at.
        STOP,
        /// The town stays up until somebody stops it.
        SERVE
    }
}
