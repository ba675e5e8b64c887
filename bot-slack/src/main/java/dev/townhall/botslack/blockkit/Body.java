package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/// The body of a card as the parts of one rich text, as far as there is room. It is cut from its
/// end, and says so.
final class Body {
    private static final String MORE = "… and more: say show, or open the web town hall.";
    private static final int PART_CHARS_LEAST = 120;

    /// Captions of what explains a question and may be cut; all other code is what is asked about.
    private static final List<String> EXPLAINING = List.of(ApprovalCard.DIFF, "files");

    private final List<ObjectNode> parts = new ArrayList<>();
    private int room;
    private boolean full;
    private boolean asksUnseen;

    /// @param room for all parts together, in characters
    Body(int room) {
        this.room = room - Nodes.cost(note());
    }

    private static ObjectNode note() {
        return Nodes.section(List.of(Nodes.words(MORE)));
    }

    void add(Card.Block block) {
        switch (block) {
            case Card.Text(String text) -> addProse(Plain.of(text));
            case Card.Code(String caption, String text) -> {
                heading(caption);
                addCode(Plain.of(text).stripTrailing(), !EXPLAINING.contains(caption));
            }
            case Card.Rows(String heading, List<Card.Row> rows) -> {
                heading(heading);
                addRows(rows);
            }
        }
    }

    /// What was added, with a note where something is missing.
    List<ObjectNode> parts() {
        if (full) {
            List<ObjectNode> noted = new ArrayList<>(parts);
            noted.add(note());
            return noted;
        }
        return parts;
    }

    /// Whether a command that a person is asked to let run is not shown whole.
    boolean asksUnseen() {
        return asksUnseen;
    }

    private void heading(String heading) {
        String text = Plain.line(heading);
        if (!text.isEmpty()) {
            put(Nodes.section(List.of(Nodes.words(text, "bold"))));
        }
    }

    private void addProse(String text) {
        for (ObjectNode part : Prose.parts(text)) {
            if (Nodes.cost(part) <= room && !full) {
                put(part);
            } else {
                putCut(textOf(part), it -> Nodes.section(List.of(Nodes.words(it))));
            }
        }
    }

    private static String textOf(ObjectNode part) {
        StringBuilder text = new StringBuilder();
        part.path("elements").forEach(it -> text.append(it.path("text").asText()));
        return text.toString();
    }

    private void addCode(String text, boolean asked) {
        if (text.isBlank()) {
            return;
        }
        boolean whole = putCut(text, Nodes::preformatted);
        asksUnseen |= asked && !whole;
    }

    /// Lines without a command stand together in one element: they take the least room so.
    private void addRows(List<Card.Row> rows) {
        StringJoiner lines = new StringJoiner("\n");
        for (Card.Row row : rows) {
            lines.add(line(row));
            if (!row.code().isBlank()) {
                putLines(lines.toString());
                addCode(Plain.of(row.code()).stripTrailing(), true);
                lines = new StringJoiner("\n");
            }
        }
        putLines(lines.toString());
    }

    private void putLines(String lines) {
        if (!lines.isBlank()) {
            putCut(lines, it -> Nodes.section(List.of(Nodes.words(it))));
        }
    }

    private static String line(Card.Row row) {
        StringJoiner words = new StringJoiner(" ");
        for (String word : List.of(row.mark(), row.id(), row.text())) {
            String shown = Plain.line(word);
            if (!shown.isEmpty()) {
                words.add(shown);
            }
        }
        String detail = Plain.line(row.detail());
        return detail.isEmpty() ? words.toString() : words + " - " + detail;
    }

    private void put(ObjectNode part) {
        int cost = Nodes.cost(part);
        if (full || cost > room) {
            full = true;
            return;
        }
        parts.add(part);
        room -= cost;
    }

    /// Puts as much of `text` as there is room for; whether it was all of it.
    private boolean putCut(String text, Function<String, ObjectNode> make) {
        if (full) {
            return false;
        }
        String kept = Plain.cut(text, Math.max(room, 1));
        while (Nodes.cost(make.apply(kept)) > room && kept.length() > PART_CHARS_LEAST) {
            long cost = Nodes.cost(make.apply(kept));
            int less = (int) (kept.length() * (long) room / cost);
            kept = Plain.cut(kept, Math.min(kept.length() - 1, Math.max(PART_CHARS_LEAST, less)));
        }
        boolean whole = kept.equals(text);
        put(make.apply(kept));
        full |= !whole;
        return whole && !full;
    }
}
