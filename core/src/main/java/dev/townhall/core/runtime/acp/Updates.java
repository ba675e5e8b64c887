package dev.townhall.core.runtime.acp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Context;
import dev.townhall.core.runtime.SessionUpdate.Cost;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.PlanChanged;
import dev.townhall.core.runtime.SessionUpdate.PlanEntry;
import dev.townhall.core.runtime.SessionUpdate.Settings;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.Thought;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import dev.townhall.core.runtime.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what an agent streams. Used under the session's lock.
final class Updates {
    private static final int PLAN_ENTRIES_MAX = 100;
    private static final int PLAN_ENTRY_MAX = 500;
    private static final int WORD_MAX = 60;

    private final Telling telling;
    private final Findings findings;
    private final Secrets secrets;
    private final SettingsBook settings;
    private final ToolCalls calls;

    Updates(Telling telling, Findings findings, Secrets secrets, SettingsBook settings) {
        this.telling = telling;
        this.findings = findings;
        this.secrets = secrets;
        this.settings = settings;
        this.calls = new ToolCalls(secrets);
    }

    /// @param turn the one that runs, if any
    void take(JsonNode update, @Nullable AcpTurn turn) {
        String kind = Words.text(update, "sessionUpdate");
        switch (kind) {
            case "agent_message_chunk" -> {
                usage(update);
                words(update, turn);
            }
            case "agent_thought_chunk" -> {
                usage(update);
                thought(update, turn);
            }
            case "tool_call", "tool_call_update" -> call(update, turn);
            case "plan" -> plan(update, turn);
            case "usage_update" -> context(update);
            case "current_mode_update" -> mode(update);
            case "config_option_update" -> {
                settings.readOptions(update.path("configOptions"));
                telling.tell(new Settings(settings.all()));
            }
            // What people typed, and what they could type, is of no use here.
            case "user_message_chunk", "available_commands_update", "session_info_update" -> {}
            default ->
                    findings.found(
                            FindingKind.BAD_OUTPUT,
                            "The agent told something of a kind this town does not know: '%s'."
                                    .formatted(Words.capped(kind, WORD_MAX)));
        }
    }

    ToolCall merge(JsonNode call) {
        return calls.merge(call);
    }

    /// Calls that never ended have, with their turn.
    void closeCalls() {
        calls.close().forEach(telling::tell);
    }

    private void words(JsonNode update, @Nullable AcpTurn turn) {
        String chunk = chunk(update);
        if (chunk.isEmpty()) {
            return;
        }
        if (turn == null) {
            findings.found(FindingKind.STRAY, "The agent spoke outside a turn; that was left out.");
            return;
        }
        turn.words(chunk).map(Text::new).ifPresent(telling::tell);
    }

    private void thought(JsonNode update, @Nullable AcpTurn turn) {
        if (turn != null) {
            turn.thought(chunk(update)).map(Thought::new).ifPresent(telling::tell);
        }
    }

    private String chunk(JsonNode update) {
        JsonNode content = update.path("content");
        String type = Words.text(content, "type");
        if (!type.equals("text")) {
            return type.isEmpty() ? "" : "[" + Words.capped(type, WORD_MAX) + "]";
        }
        return secrets.maskedIn(Words.text(content, "text"));
    }

    private void call(JsonNode update, @Nullable AcpTurn turn) {
        if (Words.text(update, "toolCallId").isEmpty()) {
            findings.found(FindingKind.BAD_OUTPUT, "The agent told of a tool call without an id.");
            return;
        }
        ToolCall call = calls.merge(update);
        if (turn == null || turn.tellsCall()) {
            telling.tell(call);
        } else if (turn.justFull()) {
            findings.found(
                    FindingKind.FLOOD,
                    "The agent told of very many tool calls in one turn; the rest is left out.");
        }
    }

    private void plan(JsonNode update, @Nullable AcpTurn turn) {
        if (turn != null && !turn.tellsCall()) {
            return;
        }
        List<PlanEntry> entries = new ArrayList<>();
        for (JsonNode entry : update.path("entries")) {
            if (entries.size() < PLAN_ENTRIES_MAX) {
                entries.add(
                        new PlanEntry(
                                Words.shown(secrets, Words.text(entry, "content"), PLAN_ENTRY_MAX),
                                Words.capped(Words.text(entry, "status"), WORD_MAX)));
            }
        }
        telling.tell(new PlanChanged(entries));
    }

    private void mode(JsonNode update) {
        settings.current(Setting.MODE, Words.text(update, "currentModeId"));
        telling.tell(new Settings(settings.all()));
    }

    private void context(JsonNode update) {
        JsonNode cost = update.path("cost");
        Optional<Cost> money =
                cost.path("amount").isNumber()
                        ? Optional.of(
                                new Cost(
                                        cost.path("amount").asDouble(),
                                        Words.capped(Words.text(cost, "currency"), WORD_MAX)))
                        : Optional.empty();
        telling.tell(
                new Context(Words.number(update, "used"), Words.number(update, "size"), money));
    }

    /// Some tell tokens beside an empty chunk.
    private void usage(JsonNode update) {
        read(update.path("_meta").path("usage")).ifPresent(telling::tell);
    }

    static Optional<SessionUpdate> read(JsonNode usage) {
        if (!usage.path("inputTokens").isNumber() && !usage.path("outputTokens").isNumber()) {
            return Optional.empty();
        }
        long cached =
                usage.has("cachedReadTokens")
                        ? Words.number(usage, "cachedReadTokens")
                        : Words.number(usage, "cacheReadInputTokens");
        return Optional.of(
                new Usage(
                        Words.number(usage, "inputTokens"),
                        Words.number(usage, "outputTokens"),
                        cached,
                        Words.number(usage, "thoughtTokens")));
    }
}
