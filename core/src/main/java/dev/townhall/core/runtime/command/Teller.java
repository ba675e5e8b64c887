package dev.townhall.core.runtime.command;

import dev.townhall.core.runtime.SessionUpdate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells what a turn says, within limits, and keeps what its end needs. Used by one thread at a
/// time.
final class Teller {
    private static final String CUT = "\n[more output: its end comes with the result]\n";
    private static final int TOOL_UPDATES_MAX = 2_000;
    private static final int TITLE_CHARACTERS_MAX = 200;

    private final int charactersMax;
    private final Consumer<SessionUpdate> told;
    private int charactersLeft;
    private int toolUpdates;
    private @Nullable String session;
    private @Nullable String words;
    private @Nullable String failure;

    Teller(int charactersMax, Consumer<SessionUpdate> told) {
        this.charactersMax = charactersMax;
        this.charactersLeft = charactersMax;
        this.told = told;
    }

    void text(String chunk) {
        if (charactersLeft == 0 || chunk.isEmpty()) {
            return;
        }
        if (chunk.length() <= charactersLeft) {
            charactersLeft -= chunk.length();
            told.accept(new SessionUpdate.Text(chunk));
        } else {
            told.accept(new SessionUpdate.Text(chunk.substring(0, charactersLeft) + CUT));
            charactersLeft = 0;
        }
    }

    void tool(String id, String title, String kind, String status) {
        if (toolUpdates < TOOL_UPDATES_MAX) {
            toolUpdates++;
            told.accept(new SessionUpdate.ToolCall(start(id), start(title), start(kind), status));
        }
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

    private String end(String text) {
        return text.substring(Math.max(0, text.length() - charactersMax));
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), TITLE_CHARACTERS_MAX));
    }
}
