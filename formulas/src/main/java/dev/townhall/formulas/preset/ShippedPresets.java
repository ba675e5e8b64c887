package dev.townhall.formulas.preset;

import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.Resources;
import dev.townhall.formulas.toml.Section;
import java.util.List;

/// The presets that come with the town, in the order in which people are shown them.
public final class ShippedPresets {
    static final List<String> NAMES =
            List.of(
                    "claude",
                    "codex",
                    "gemini",
                    "qwen",
                    "opencode",
                    "copilot",
                    "cursor",
                    "goose",
                    "kimi",
                    "auggie",
                    "amp",
                    "pi",
                    "custom");

    private ShippedPresets() {}

    public static List<Preset> all() {
        return NAMES.stream().map(ShippedPresets::read).toList();
    }

    private static Preset read(String name) {
        String file = "presets/" + name + ".toml";
        return PresetReader.read(
                Section.parse(file, Resources.text(file)), name, PresetReader.blank());
    }
}
