package dev.townhall.formulas.preset;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentRoles;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.preset.Presets;
import dev.townhall.formulas.toml.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The agents of a town: which kinds there are, and which does what.
///
/// ```toml
/// [agents]
/// default = "qwen"
///
/// [agents.roles]
/// witness = "claude"
///
/// [agents.workers]
/// "shop/polecats/nux" = "codex"
///
/// [agents.qwen]                      # changes a shipped preset
/// env = { OPENAI_MODEL = "qwen3" }
///
/// [agents.fast]                      # adds one
/// preset = "qwen"
/// key_env = ["FAST_API_KEY"]
/// ```
public record AgentSettings(Presets presets, AgentChoice choice) {
    /// What a town without a word about agents has: the shipped presets, none chosen.
    public static final AgentSettings DEFAULT =
            new AgentSettings(new Presets(ShippedPresets.all()), AgentChoice.NONE);

    private static final List<String> WORDS =
            List.of("default", "roles", "rigs", "workers", "labels");

    /// Reads the section `[agents]`.
    public static AgentSettings of(Section agents) {
        Presets presets = presets(agents);
        return new AgentSettings(
                presets,
                new AgentChoice(
                        chosen(agents, "default", presets),
                        choices(agents, "roles", presets, AgentRoles::of),
                        choices(agents, "rigs", presets, RigName::new),
                        choices(agents, "workers", presets, Actor::new),
                        choices(agents, "labels", presets, label -> label)));
    }

    private static Presets presets(Section agents) {
        Map<String, Preset> presets = new LinkedHashMap<>();
        ShippedPresets.all().forEach(preset -> presets.put(preset.name(), preset));
        Presets shipped = new Presets(presets.values());
        for (String name : agents.keys()) {
            if (!WORDS.contains(name)) {
                Section table = agents.section(name).orElseThrow();
                String base =
                        table.text("preset")
                                .orElse(shipped.find(name).isPresent() ? name : "custom");
                Preset over = table.made("preset", () -> shipped.get(base));
                presets.put(name, agents.made(name, () -> PresetReader.read(table, name, over)));
            }
        }
        return new Presets(presets.values());
    }

    private static <K> Map<K, String> choices(
            Section agents, String section, Presets presets, Function<String, K> key) {
        Map<K, String> choices = new LinkedHashMap<>();
        Optional<Section> table = agents.section(section);
        for (String word : table.map(Section::keys).orElse(List.of())) {
            K made = table.get().made(word, () -> key.apply(word));
            choices.put(made, chosen(table.get(), word, presets).orElseThrow());
        }
        return choices;
    }

    private static Optional<String> chosen(Section table, String key, Presets presets) {
        Optional<String> name = table.text(key);
        List<String> known = new ArrayList<>();
        presets.all().forEach(preset -> known.add(preset.name()));
        name.filter(word -> !known.contains(word))
                .ifPresent(word -> {
                    throw table.problem(
                            key,
                            "there is no agent '%s'; expected one of %s, or one of your own as [agents.%s]."
                                    .formatted(word, String.join(", ", known), word));
                });
        return name;
    }
}
