package dev.townhall.core.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/// One post as the town means it, before a network renders it. All text is plain: a renderer
/// escapes it for its network; nothing in it is markup.
///
/// @param title one line; empty for a line of talk
/// @param tone how it looks at a glance; never the only carrier of a meaning
/// @param fields short facts, in order
/// @param fallback what a lock screen shows: the decision stands in its first 60 characters
public record Card(
        String title,
        Tone tone,
        List<Field> fields,
        Optional<Progress> progress,
        List<Block> body,
        List<Action> actions,
        String fallback) {

    public Card {
        fields = List.copyOf(fields);
        body = List.copyOf(body);
        actions = List.copyOf(actions);
    }

    /// A plain line of talk.
    public static Card line(String text) {
        return new Card(
                "",
                Tone.PLAIN,
                List.of(),
                Optional.empty(),
                List.of(new Text(text)),
                List.of(),
                text);
    }

    public enum Tone {
        PLAIN,
        WORKING,
        GOOD,
        BAD,
        WAITING
    }

    public record Field(String name, String value) {}

    public record Progress(int done, int total) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Text.class, name = "text"),
        @JsonSubTypes.Type(value = Code.class, name = "code"),
        @JsonSubTypes.Type(value = Rows.class, name = "rows")
    })
    public sealed interface Block {}

    public record Text(String text) implements Block {}

    /// Preformatted text: a command, a log tail, a file list.
    public record Code(String caption, String text) implements Block {}

    /// A list, optionally under a heading: the beads of a wave, for example.
    public record Rows(String heading, List<Row> rows) implements Block {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /// One line of a list.
    ///
    /// @param mark one symbol (✓ ● ○ ✗ …), @param id what the row is about, may be empty
    /// @param code a command to show verbatim below the row, may be empty
    public record Row(String mark, String id, String text, String detail, String code) {}
}
