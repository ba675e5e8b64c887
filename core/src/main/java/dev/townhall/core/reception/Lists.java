package dev.townhall.core.reception;

import dev.townhall.core.chat.Card;
import java.util.List;
import java.util.Optional;

/// Cards that are lists.
final class Lists {
    private Lists() {}

    static Card card(String title, List<Card.Row> rows) {
        return card(title, List.of(), List.of(new Card.Rows("", rows)));
    }

    static Card card(String title, List<Card.Field> fields, List<? extends Card.Block> body) {
        return new Card(
                title,
                Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                List.copyOf(body),
                List.of(),
                title);
    }

    static Card.Row row(String id, String text, String detail) {
        return new Card.Row("", id, text, detail, "");
    }
}
