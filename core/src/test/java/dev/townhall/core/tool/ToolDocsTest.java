package dev.townhall.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.agent.AgentRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of tools in `docs/agents.md` is what the code says.
final class ToolDocsTest {
    private static final String START = "<!-- tools -->\n";
    private static final String END = "<!-- /tools -->";

    @Test
    void theDocumentedTableIsTheCodesOwn() throws IOException {
        String text = Files.readString(Path.of("../docs/agents.md"));
        int start = text.indexOf(START) + START.length();

        assertThat(text.substring(start, text.indexOf(END))).isEqualTo(table());
    }

    private static String table() {
        List<String> lines = new ArrayList<>();
        lines.add("| tool | does | arguments | for |");
        lines.add("|---|---|---|---|");
        for (ToolSpec spec : new ToolTown().tools.specs()) {
            lines.add(
                    "| `%s` | %s | %s | %s |"
                            .formatted(
                                    spec.name(),
                                    spec.description(),
                                    arguments(spec.schema()),
                                    roles(spec.roles())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String arguments(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return schema.path("properties").properties().stream()
                .map(entry ->
                        "`" + entry.getKey() + "`" + (required.contains(entry.getKey()) ? "*" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String roles(List<AgentRole> roles) {
        return roles.size() == AgentRole.values().length
                ? "all"
                : roles.stream().map(AgentRole::word).collect(Collectors.joining(", "));
    }
}
