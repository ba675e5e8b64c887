package dev.townhall.core.runtime;

import java.util.List;

/// Something about a session that can be chosen.
///
/// @param id what [AgentSession#set] takes: `mode`, `model`, or the id of one of the agent's own
/// @param current the value in force
public record Setting(String id, String label, String current, List<Choice> choices) {
    public static final String MODE = "mode";
    public static final String MODEL = "model";

    public Setting {
        choices = List.copyOf(choices);
    }

    /// The model, where that is all that is known of it.
    public static Setting model(String name) {
        return new Setting(MODEL, "Model", name, List.of());
    }

    /// A value it can have.
    public record Choice(String value, String label) {}
}
