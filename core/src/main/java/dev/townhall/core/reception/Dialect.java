package dev.townhall.core.reception;

import dev.townhall.core.chat.Card;
import dev.townhall.core.foundation.text.Spoken;
import java.util.List;

/// Turns the verbs a text names from the words of the chat into those of the terminal:
/// `launch hq-cv-3f9ab` is typed as `gt convoy launch hq-cv-3f9ab`.
public final class Dialect {
    private static final List<String> OF_CONVOYS = List.of("launch", "pause", "resume");

    private Dialect() {}

    /// The text as a terminal shows it.
    public static String terminal(String text) {
        return Spoken.typed(text, line -> "`gt " + command(line) + "`");
    }

    static Card terminal(Card card) {
        return new Card(
                terminal(card.title()),
                card.tone(),
                card.fields().stream()
                        .map(it -> new Card.Field(it.name(), terminal(it.value())))
                        .toList(),
                card.progress(),
                card.body().stream().map(Dialect::terminal).toList(),
                card.actions(),
                terminal(card.fallback()));
    }

    private static Card.Block terminal(Card.Block block) {
        return switch (block) {
            case Card.Text(String text) -> new Card.Text(terminal(text));
            case Card.Code code -> code;
            case Card.Rows(String heading, List<Card.Row> rows) ->
                    new Card.Rows(terminal(heading), rows.stream().map(Dialect::terminal).toList());
        };
    }

    private static Card.Row terminal(Card.Row row) {
        return new Card.Row(
                row.mark(), row.id(), terminal(row.text()), terminal(row.detail()), row.code());
    }

    private static String command(String line) {
        int end = line.indexOf(' ');
        String verb = end < 0 ? line : line.substring(0, end);
        String rest = end < 0 ? "" : line.substring(end);
        if (OF_CONVOYS.contains(verb)) {
            return "convoy " + line;
        }
        return switch (verb) {
            case "edit" -> line + " --exec CMD";
            case "rigs" -> "rig list";
            case "agents" -> "status";
            case "whoami" -> "people list";
            default -> verb + rest;
        };
    }
}
