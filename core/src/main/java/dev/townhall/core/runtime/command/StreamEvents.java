package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;

/// The JSON lines of the agents we know, told apart by their `type`. Claude Code's shape is also
/// spoken by Qwen Code, Cursor and Amp; Codex, Gemini, OpenCode and Kimi have their own. A line of
/// an unknown type is passed over: agents add types all the time.
final class StreamEvents {
    private StreamEvents() {}

    static void read(JsonNode event, Teller teller) {
        teller.session(first(event, "session_id", "sessionID", "sessionId", "thread_id"));
        switch (event.path("type").asText("")) {
            case "system" -> teller.model(first(event, "model"));
            case "assistant" -> content(event, teller);
            case "user" -> content(event, teller);
            case "tool_call" -> cursorTool(event, teller);
            case "message" -> geminiMessage(event, teller);
            case "tool_use" -> tool(event, teller);
            case "tool_result" -> toolEnded(event, teller);
            case "text" -> words(event.path("part").path("text").asText(""), teller);
            case "item.started", "item.updated", "item.completed" -> item(event, teller);
            case "turn.failed", "error" -> teller.failure(reason(event));
            case "result" -> conclusion(event, teller);
            case "" -> kimi(event, teller);
            default -> {
                // Not for us.
            }
        }
    }

    /// An object that ends a turn: its words, whether it failed.
    static void conclusion(JsonNode event, Teller teller) {
        teller.session(first(event, "session_id", "sessionID", "sessionId", "thread_id"));
        String words = first(event, "result", "response", "text");
        teller.words(words);
        boolean failed =
                event.path("is_error").asBoolean(false)
                        || event.path("status").asText("").equals("error")
                        || !reason(event).isEmpty();
        if (failed) {
            String reason = reason(event);
            teller.failure(reason.isEmpty() ? words : reason);
        }
    }

    private static void content(JsonNode event, Teller teller) {
        if (event.path("parent_tool_use_id").isTextual()) {
            return; // What a helper of the agent says among themselves.
        }
        boolean own = event.path("type").asText().equals("assistant");
        for (JsonNode block : event.path("message").path("content")) {
            switch (block.path("type").asText("")) {
                case "text" -> {
                    if (own) {
                        words(block.path("text").asText(""), teller);
                    }
                }
                case "tool_use" ->
                        teller.tool(
                                block.path("id").asText(""),
                                block.path("name").asText(""),
                                block.path("input"));
                case "tool_result" -> ended(block, "tool_use_id", teller);
                default -> {
                    // Thoughts and pictures.
                }
            }
        }
    }

    private static void ended(JsonNode block, String idField, Teller teller) {
        boolean failed =
                block.path("is_error").asBoolean(false)
                        || block.path("status").asText("").equals("error");
        JsonNode said = block.path("content");
        teller.toolEnded(
                block.path(idField).asText(""),
                failed ? "failed" : "completed",
                said.isMissingNode() ? block.path("output") : said);
    }

    private static void cursorTool(JsonNode event, Teller teller) {
        String name =
                event.path("tool_call").fieldNames().hasNext()
                        ? event.path("tool_call").fieldNames().next()
                        : "";
        boolean ends = event.path("subtype").asText("").equals("completed");
        teller.tool(
                event.path("call_id").asText(""), name, name, ends ? "completed" : "in_progress");
    }

    private static void geminiMessage(JsonNode event, Teller teller) {
        if (event.path("role").asText("").equals("assistant")) {
            words(event.path("content").asText(""), teller);
        }
    }

    private static void tool(JsonNode event, Teller teller) {
        JsonNode part = event.path("part");
        boolean openCode = part.isObject();
        String name = openCode ? part.path("tool").asText("") : event.path("tool_name").asText("");
        String id = openCode ? part.path("callID").asText("") : event.path("tool_id").asText("");
        String state = part.path("state").path("status").asText("");
        String status =
                switch (state) {
                    case "completed" -> "completed";
                    case "error" -> "failed";
                    default -> "in_progress";
                };
        teller.tool(id, name, name, status);
    }

    private static void toolEnded(JsonNode event, Teller teller) {
        ended(event, "tool_id", teller);
    }

    private static void item(JsonNode event, Teller teller) {
        JsonNode item = event.path("item");
        boolean ends = event.path("type").asText().equals("item.completed");
        String kind = item.path("type").asText("");
        switch (kind) {
            case "agent_message" -> {
                if (ends) {
                    words(item.path("text").asText(""), teller);
                }
            }
            case "command_execution", "file_change", "mcp_tool_call", "web_search" ->
                    teller.tool(
                            item.path("id").asText(""),
                            first(item, "command", "tool", "query"),
                            kind,
                            ends ? status(item) : "in_progress");
            default -> {
                // Reasoning, to-do lists.
            }
        }
    }

    private static String status(JsonNode item) {
        return item.path("status").asText("").equals("failed") ? "failed" : "completed";
    }

    private static void kimi(JsonNode event, Teller teller) {
        if (!event.path("role").asText("").equals("assistant")) {
            return;
        }
        JsonNode content = event.path("content");
        if (content.isTextual()) {
            words(content.asText(), teller);
        }
        content.forEach(block -> words(block.path("text").asText(""), teller));
        event.path("tool_calls")
                .forEach(call ->
                        teller.tool(
                                call.path("id").asText(""),
                                call.path("function").path("name").asText(""),
                                call.path("function").path("arguments")));
    }

    private static void words(String text, Teller teller) {
        teller.text(text);
        teller.words(text);
    }

    private static String reason(JsonNode event) {
        JsonNode error = event.path("error");
        if (error.isTextual()) {
            return error.asText();
        }
        String message = first(error, "message", "name");
        if (!message.isEmpty()) {
            return first(error.path("data"), "message").isEmpty()
                    ? message
                    : first(error.path("data"), "message");
        }
        return event.path("type").asText("").equals("error") ? first(event, "message") : "";
    }

    private static String first(JsonNode node, String... names) {
        for (String name : names) {
            if (node.path(name).isTextual() && !node.path(name).asText().isEmpty()) {
                return node.path(name).asText();
            }
        }
        return "";
    }
}
