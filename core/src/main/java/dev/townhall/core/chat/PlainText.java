package dev.townhall.core.chat;

import java.util.List;
import java.util.StringJoiner;

/// A card as plain text: for terminals, logs and networks that know nothing better.
public final class PlainText {
    private static final int BAR_CELLS = 20;

    private PlainText() {}

    /// The whole card, lines parted by line feeds, without one at the end.
    public static String of(Card card) {
        StringJoiner lines = new StringJoiner("\n");
        if (!card.title().isEmpty()) {
            lines.add(card.title());
        }
        card.progress().ifPresent(progress -> lines.add(bar(progress)));
        if (!card.fields().isEmpty()) {
            StringJoiner fields = new StringJoiner(" · ");
            card.fields().forEach(field -> fields.add(field.name() + ": " + field.value()));
            lines.add(fields.toString());
        }
        card.body().forEach(block -> add(lines, block));
        if (!card.actions().isEmpty()) {
            StringJoiner actions = new StringJoiner("  ");
            card.actions()
                    .forEach(action ->
                            actions.add("[" + action.label() + ": " + action.command() + "]"));
            lines.add(actions.toString());
        }
        return lines.toString();
    }

    private static void add(StringJoiner lines, Card.Block block) {
        switch (block) {
            case Card.Text(String text) -> lines.add(text);
            case Card.Code(String caption, String text) -> {
                if (!caption.isEmpty()) {
                    lines.add(caption + ":");
                }
                text.lines().forEach(line -> lines.add("    " + line));
            }
            case Card.Rows(String heading, List<Card.Row> rows) -> {
                if (!heading.isEmpty()) {
                    lines.add(heading);
                }
                rows.forEach(row -> add(lines, row));
            }
        }
    }

    private static void add(StringJoiner lines, Card.Row row) {
        StringJoiner words = new StringJoiner(" ");
        words.add(" ");
        if (!row.mark().isEmpty()) {
            words.add(row.mark());
        }
        if (!row.id().isEmpty()) {
            words.add(row.id());
        }
        words.add(row.text());
        if (!row.detail().isEmpty()) {
            words.add("- " + row.detail());
        }
        lines.add(words.toString());
        row.code().lines().forEach(line -> lines.add("      | " + line));
    }

    private static String bar(Card.Progress progress) {
        int total = Math.max(1, progress.total());
        int full = Math.min(BAR_CELLS, progress.done() * BAR_CELLS / total);
        return "[%s%s] %s/%s"
                .formatted(
                        "#".repeat(full),
                        ".".repeat(BAR_CELLS - full),
                        progress.done(),
                        progress.total());
    }
}
