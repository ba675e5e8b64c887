package dev.townhall.server.up;

import java.util.Optional;

/// What was built.
public final class Build {
    private Build() {}

    /// Its version; `dev` when it runs from a folder of classes.
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
