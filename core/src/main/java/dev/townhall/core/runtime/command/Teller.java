package dev.townhall.core.runtime.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.text.Ansi;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what a turn says, within limits, and keeps what its end needs. Used by one thread at a
/// time.
final class Teller {
    private static final String CUT = "\n[more output: its end comes with the result]\n";
    private static final int TOOL_UPDATES_MAX = 2_000;
    private static final int TITLE_CHARACTERS_MAX = 200;

    private static final int PRINTED_CHARACTERS_MAX = 1_000;
    private static final int INPUT_CHARACTERS_MAX = 4_000;

    private final int charactersMax;
    private final Secrets secrets;
    private final Consumer<SessionUpdate> told;
    private final Map<String, ToolCall> open = new LinkedHashMap<>();
    private int charactersLeft;
    private int toolUpdates;
    private @Nullable String session;
    private @Nullable String words;
    private @Nullable String failure;

    Teller(int charactersMax, Secrets secrets, Consumer<SessionUpdate> told) {
        this.charactersMax = charactersMax;
        this.charactersLeft = charactersMax;
        this.secrets = secrets;
        this.told = told;
    }

    void text(String chunk) {
        if (charactersLeft == 0 || chunk.isEmpty()) {
            return;
        }
        String clean = clean(chunk);
        if (clean.length() <= charactersLeft) {
            charactersLeft -= clean.length();
            told.accept(new SessionUpdate.Text(clean));
        } else {
            told.accept(new SessionUpdate.Text(clean.substring(0, charactersLeft) + CUT));
            charactersLeft = 0;
            odd(
                    FindingKind.FLOOD,
                    "It said more than %s characters in one turn; the rest is not kept."
                            .formatted(charactersMax));
        }
    }

    /// A call of a tool begins.
    void tool(String id, String name, JsonNode input) {
        tool(
                new ToolCall(
                        start(id),
                        start(name),
                        start(name),
                        "in_progress",
                        List.of(),
                        List.of(),
                        shown(input),
                        ""));
    }

    /// A call of a tool is over.
    void toolEnded(String id, String status, JsonNode output) {
        ToolCall call = open.getOrDefault(start(id), new ToolCall(start(id), "", "", ""));
        tool(
                new ToolCall(
                        call.callId(),
                        call.title(),
                        call.kind(),
                        status,
                        List.of(),
                        List.of(),
                        call.input(),
                        shown(output)));
    }

    void tool(String id, String title, String kind, String status) {
        tool(new ToolCall(start(id), start(title), start(kind), status));
    }

    private void tool(ToolCall call) {
        if (toolUpdates < TOOL_UPDATES_MAX) {
            toolUpdates++;
            told.accept(call);
            if (call.status().equals("in_progress")) {
                open.put(call.callId(), call);
            } else {
                open.remove(call.callId());
            }
        }
    }

    private String shown(JsonNode given) {
        String text =
                given.isMissingNode() || given.isNull()
                        ? ""
                        : given.isTextual() ? given.asText() : Json.text(given);
        String near = text.substring(0, Math.min(text.length(), 2 * INPUT_CHARACTERS_MAX));
        String clean = clean(near);
        return clean.substring(0, Math.min(clean.length(), INPUT_CHARACTERS_MAX));
    }

    /// The model that answers; empty says nothing.
    void model(String name) {
        if (!name.isEmpty()) {
            told.accept(new SessionUpdate.Settings(List.of(Setting.model(start(name)))));
        }
    }

    void odd(FindingKind kind, String detail) {
        told.accept(new SessionUpdate.Finding(kind, detail));
    }

    void usage(long input, long output, long cached) {
        if (input > 0 || output > 0) {
            told.accept(new SessionUpdate.Usage(input, output, cached, 0));
        }
    }

    void session(String id) {
        if (!id.isEmpty()) {
            session = start(id);
        }
    }

    /// The turn's last words; later ones replace earlier ones.
    void words(String text) {
        if (!text.isBlank()) {
            words = end(text);
        }
    }

    /// Says why first; of what it printed its last lines.
    void failure(String why, String printed) {
        String text = clean(printed).strip();
        failure =
                text.isEmpty()
                        ? why
                        : why
                                + " Its last words:\n"
                                + text.substring(
                                        Math.max(0, text.length() - PRINTED_CHARACTERS_MAX));
    }

    void failure(String text) {
        failure = end(text.isBlank() ? "The agent reported a failure without a reason." : text);
    }

    TurnOutput.Result result() {
        return new TurnOutput.Result(Optional.ofNullable(words), Optional.ofNullable(failure));
    }

    /// The id the program told.
    Optional<String> session() {
        return Optional.ofNullable(session);
    }

    /// How much of `text` can be told before more of it is there.
    int settled(String text) {
        return secrets.settled(text);
    }

    private String clean(String given) {
        return secrets.maskedIn(Ansi.plain(given));
    }

    private String end(String given) {
        String text = clean(given);
        return text.substring(Math.max(0, text.length() - charactersMax));
    }

    private String start(String given) {
        int near = Math.min(given.length(), 4 * TITLE_CHARACTERS_MAX);
        String text = clean(given.substring(0, near));
        return text.substring(0, Math.min(text.length(), TITLE_CHARACTERS_MAX));
    }
}
