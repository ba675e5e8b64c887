package dev.townhall.core.runtime.acp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate.FileChange;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of a session's tool calls. An update may come before its call, tell only what
/// changed, or never come. Used under the session's lock.
final class ToolCalls {
    private static final int CALLS_MAX = 500;
    private static final int SHORT_MAX = 300;
    private static final int TEXT_MAX = 4000;
    private static final int CHANGE_MAX = 8000;
    private static final int ITEMS_MAX = 20;
    private static final Set<String> OPEN = Set.of("pending", "in_progress");
    private static final String UNFINISHED = "unfinished";

    private final Secrets secrets;
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();

    ToolCalls(Secrets secrets) {
        this.secrets = secrets;
    }

    /// Takes in what an update or a permission request tells of a call.
    ToolCall merge(JsonNode told) {
        String id = Words.capped(Words.text(told, "toolCallId"), SHORT_MAX);
        ToolCall before = calls.getOrDefault(id, new ToolCall(id, "a tool", "other", "pending"));
        List<String> locations = locations(told.path("locations"));
        List<FileChange> changes = changes(told.path("content"));
        String output = output(told);
        ToolCall after =
                new ToolCall(
                        id,
                        word(told, "title").orElse(before.title()),
                        word(told, "kind").orElse(before.kind()),
                        word(told, "status").orElse(before.status()),
                        locations.isEmpty() ? before.locations() : locations,
                        changes.isEmpty() ? before.changes() : changes,
                        input(told).orElse(before.input()),
                        output.isEmpty() ? before.output() : output);
        calls.put(id, after);
        if (calls.size() > CALLS_MAX) {
            calls.remove(calls.keySet().iterator().next());
        }
        return after;
    }

    /// Forgets all calls; those that never ended are returned as unfinished.
    List<ToolCall> close() {
        List<ToolCall> open =
                calls.values().stream()
                        .filter(call -> OPEN.contains(call.status()))
                        .map(ToolCalls::unfinished)
                        .toList();
        calls.clear();
        return open;
    }

    private static ToolCall unfinished(ToolCall call) {
        return new ToolCall(
                call.callId(),
                call.title(),
                call.kind(),
                UNFINISHED,
                call.locations(),
                call.changes(),
                call.input(),
                call.output());
    }

    private Optional<String> word(JsonNode told, String field) {
        return Words.given(told, field).map(text -> Words.shown(secrets, text, SHORT_MAX));
    }

    private Optional<String> input(JsonNode told) {
        JsonNode input = told.path("rawInput");
        return input.isMissingNode()
                        || input.isNull()
                        || (input.isEmpty() && input.isContainerNode())
                ? Optional.empty()
                : Optional.of(Words.shown(secrets, Words.text(input), TEXT_MAX));
    }

    private List<String> locations(JsonNode told) {
        List<String> locations = new ArrayList<>();
        for (JsonNode location : told) {
            if (locations.size() < ITEMS_MAX) {
                String line = Words.text(location, "line");
                String path = Words.shown(secrets, Words.text(location, "path"), SHORT_MAX);
                locations.add(line.isEmpty() ? path : path + ":" + line);
            }
        }
        return locations;
    }

    private List<FileChange> changes(JsonNode content) {
        List<FileChange> changes = new ArrayList<>();
        for (JsonNode item : content) {
            if (Words.text(item, "type").equals("diff") && changes.size() < ITEMS_MAX) {
                JsonNode before = item.path("oldText");
                changes.add(
                        new FileChange(
                                Words.shown(secrets, Words.text(item, "path"), SHORT_MAX),
                                before.isTextual()
                                        ? Optional.of(
                                                Words.shown(
                                                        secrets, before.textValue(), CHANGE_MAX))
                                        : Optional.empty(),
                                Words.shown(secrets, Words.text(item, "newText"), CHANGE_MAX)));
            }
        }
        return changes;
    }

    private String output(JsonNode told) {
        StringBuilder output = new StringBuilder();
        for (JsonNode item : told.path("content")) {
            if (Words.text(item, "type").equals("content") && output.length() < TEXT_MAX) {
                output.append(Words.text(item.path("content"), "text"));
            }
        }
        if (output.isEmpty()) {
            JsonNode raw = told.path("rawOutput");
            output.append(
                    raw.path("output").isTextual() ? Words.text(raw, "output") : Words.text(raw));
        }
        return Words.shown(secrets, output.toString(), TEXT_MAX);
    }
}
