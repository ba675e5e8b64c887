package dev.townhall.core.testing;

import dev.townhall.core.preset.Installation;
import dev.townhall.core.preset.Keys;
import dev.townhall.core.preset.Permissions;
import dev.townhall.core.preset.Preset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kind of agent that a test plays itself.
public final class StubPreset {
    public static final Preset STUB =
            new Preset(
                    "stub",
                    "Stub",
                    new Installation("", List.of(), "", ""),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    new Keys(List.of(), List.of(), ""),
                    List.of(),
                    "",
                    Permissions.UNKNOWN,
                    List.of("(?i)rate limit"),
                    List.of());

    private StubPreset() {}
}
