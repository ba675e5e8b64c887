package dev.townhall.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.tool.ToolAnswer;
import dev.townhall.core.tool.ToolSpec;
import dev.townhall.core.tool.Tools;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tools and their answers in the protocol's words.
final class ToolCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

    private final Tools tools;

    ToolCalls(Tools tools) {
        this.tools = tools;
    }

    static McpSchema.Tool tool(ToolSpec spec) {
        return McpSchema.Tool.builder(spec.name(), map(spec.schema()))
                .description(spec.description())
                .annotations(
                        McpSchema.ToolAnnotations.builder()
                                .readOnlyHint(spec.readOnly())
                                .destructiveHint(false)
                                .openWorldHint(false)
                                .build())
                .build();
    }

    McpSchema.CallToolResult call(McpTransportContext context, McpSchema.CallToolRequest request) {
        JsonNode arguments =
                Optional.ofNullable(request.arguments()).map(Json::tree).orElseGet(Json::object);
        ToolAnswer answer = answer(context, request.name(), arguments);
        return McpSchema.CallToolResult.builder()
                .addTextContent(answer.text())
                .isError(answer.isError())
                .build();
    }

    private ToolAnswer answer(McpTransportContext context, String name, JsonNode arguments) {
        try {
            return tools.call(McpServlet.credential(context), name, arguments);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("tool", name).setCause(e).log("a tool failed");
            return new ToolAnswer(
                    "The town stumbled over this call; its log says where. Nothing was changed.",
                    true);
        }
    }

    private static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        return map;
    }

    /// As maps, lists and plain values: the protocol's library has another JSON library below it.
    private static Object plain(JsonNode value) {
        if (value.isObject()) {
            return map(value);
        }
        if (value instanceof ArrayNode array) {
            List<Object> list = new ArrayList<>();
            array.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? (Object) value.numberValue() : value.asText();
    }
}
