package dev.townhall.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.agent.AgentRole;
import java.util.List;

/// A tool as its caller sees it.
///
/// @param schema of its arguments: a JSON Schema object; treat it as read-only
/// @param roles who may use it, in the order of [AgentRole]
/// @param readOnly whether it changes nothing
public record ToolSpec(
        String name, String description, JsonNode schema, List<AgentRole> roles, boolean readOnly) {
    public ToolSpec {
        roles = List.copyOf(roles);
    }
}
