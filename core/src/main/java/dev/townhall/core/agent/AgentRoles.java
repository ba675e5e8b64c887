package dev.townhall.core.agent;

import dev.townhall.core.foundation.check.TownException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Reads the roles of agents as people write them.
public final class AgentRoles {
    private AgentRoles() {}

    /// The role of this word, in any case; BAD_INPUT for another.
    public static AgentRole of(String word) {
        return Arrays.stream(AgentRole.values())
                .filter(role -> role.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() ->
                        TownException.badInput(
                                "A role is one of %s; found '%s'.".formatted(words(), word)));
    }

    private static String words() {
        return Arrays.stream(AgentRole.values())
                .map(AgentRole::word)
                .collect(Collectors.joining(", "));
    }
}
