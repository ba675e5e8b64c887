package dev.townhall.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.TownException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an agent is for. The rules of a role are the town's code; its prompt and its directives
/// are data. What people may do is their own role (`person.Role`).
public enum AgentRole {
    MAYOR,
    DEACON,
    DOG,
    WITNESS,
    REFINERY,
    POLECAT,
    CREW;

    /// The word for it everywhere: `polecat`.
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether each rig has its own; the others belong to the town.
    public boolean isOfRig() {
        return switch (this) {
            case WITNESS, REFINERY, POLECAT, CREW -> true;
            case MAYOR, DEACON, DOG -> false;
        };
    }

    /// The role of this word, in any case; BAD_INPUT for another.
    @JsonCreator
    public static AgentRole of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.text().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                        TownException.badInput(
                                "A role is one of %s; found '%s'."
                                        .formatted(
                                                Arrays.stream(values())
                                                        .map(AgentRole::text)
                                                        .collect(Collectors.joining(", ")),
                                                word)));
    }
}
