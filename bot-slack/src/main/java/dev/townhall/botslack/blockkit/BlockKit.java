package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns cards into messages of Slack that keep every limit, whatever the card holds. From top to
/// bottom: what it is about with its tone, progress and facts, body, buttons. Where the body does
/// not fit it is cut; a button that would let run what is not shown whole falls away with it.
public final class BlockKit {
    private static final int BAR_CELLS = 10;
    private static final int VALUE_CHARS_MAX = 600;
    private static final int NAME_CHARS_MAX = 100;
    private static final int FACTS_MAX = 12;
    private static final int FACTS_CHARS_MAX = 5_000;
    private static final int RICH_TEXT_CHARS = 40;
    private static final List<String> LETTING_RUN = List.of("approve ", "always ", "launch ");

    private BlockKit() {}

    /// The card as a message.
    public static Message message(Card card, Actor author) {
        return message(card, author, Limits.MESSAGE_CHARS_MAX);
    }

    /// The card as a message of half the length: for a Slack that finds the whole too long.
    public static Message shorter(Card card, Actor author) {
        return message(card, author, Limits.MESSAGE_CHARS_MAX / 2);
    }

    /// The card as text alone, for a Slack that does not take its blocks.
    public static Message textOnly(Card card) {
        String whole = Plain.of(PlainText.of(card)).strip();
        String lead = text(card, Limits.TEXT_CHARS_MAX);
        boolean said = whole.startsWith(Plain.line(card.fallback()));
        String below = said ? "" : lead + "\n";
        int room = Limits.TEXT_CHARS_MAX - below.length();
        return new Message(
                room <= 0 || whole.isEmpty() ? lead : below + Plain.escaped(whole, room),
                Nodes.array());
    }

    /// Whether an action's id is that of a button whose value is to be said.
    public static boolean isSaying(String action) {
        return action.startsWith(Buttons.SAY);
    }

    /// Whether an action's id is that of a button that opens a form for its value.
    public static boolean isEdit(String action) {
        return action.startsWith(Buttons.EDIT);
    }

    private static Message message(Card card, Actor author, int charsMax) {
        List<ObjectNode> head = new ArrayList<>();
        voice(author).ifPresent(voice -> head.add(Nodes.context(voice)));
        List<ObjectNode> parts = head(card, head, charsMax / 3);
        List<ObjectNode> rows = Buttons.rows(card.actions(), charsMax / 4);
        int used = cost(head) + cost(parts) + cost(rows) + RICH_TEXT_CHARS;
        Body body = new Body(charsMax - used);
        card.body().forEach(body::add);
        parts.addAll(body.parts());
        ArrayNode blocks = Nodes.array().addAll(head);
        if (!parts.isEmpty()) {
            blocks.add(Nodes.richText(parts));
        }
        blocks.addAll(
                body.asksUnseen() ? Buttons.rows(harmless(card.actions()), charsMax / 4) : rows);
        return new Message(text(card, Limits.SECTION_CHARS_MAX), blocks);
    }

    /// Adds the title to `head` and gives the facts as parts of the rich text.
    private static List<ObjectNode> head(Card card, List<ObjectNode> head, int charsMax) {
        List<ObjectNode> parts = new ArrayList<>();
        String title = Plain.line(card.title());
        if (!title.isEmpty()) {
            String marked = mark(card.tone()) + title;
            head.add(Nodes.header(Plain.cut(marked, Limits.HEADER_CHARS_MAX)));
            if (marked.length() > Limits.HEADER_CHARS_MAX) {
                parts.add(
                        Nodes.section(
                                List.of(Nodes.words(Plain.cut(title, VALUE_CHARS_MAX), "bold"))));
            }
        }
        List<ObjectNode> facts = facts(card, Math.min(charsMax, FACTS_CHARS_MAX));
        if (!facts.isEmpty()) {
            parts.add(Nodes.section(facts));
        }
        return parts;
    }

    private static List<ObjectNode> facts(Card card, int charsMax) {
        List<ObjectNode> facts = new ArrayList<>();
        card.progress().ifPresent(it -> facts.add(Nodes.words(bar(it))));
        int shown = 0;
        for (Card.Field field : card.fields()) {
            String name = Plain.cut(Plain.line(field.name()), NAME_CHARS_MAX);
            String value = Plain.cut(Plain.line(field.value()), VALUE_CHARS_MAX);
            if (value.isEmpty()) {
                continue;
            }
            List<ObjectNode> fact = new ArrayList<>();
            String before = facts.isEmpty() ? "" : "\n";
            fact.add(Nodes.words(before + (name.isEmpty() ? "·" : name), "bold"));
            fact.add(Nodes.words("  " + value));
            if (++shown > FACTS_MAX || cost(facts) + cost(fact) > charsMax) {
                facts.add(Nodes.words(before + "…"));
                break;
            }
            facts.addAll(fact);
        }
        return facts;
    }

    /// Who speaks, where it is neither the mayor nor the town itself.
    private static Optional<String> voice(Actor author) {
        return author.equals(Actor.MAYOR) || author.equals(Actor.TOWN)
                ? Optional.empty()
                : Optional.of(Plain.line(author.text()));
    }

    private static List<Action> harmless(List<Action> actions) {
        return actions.stream()
                .filter(action ->
                        action.style() != Action.Style.PRIMARY
                                && LETTING_RUN.stream().noneMatch(action.command()::startsWith))
                .toList();
    }

    private static String text(Card card, int most) {
        for (String text : List.of(card.fallback(), card.title(), PlainText.of(card))) {
            String line = Plain.line(text);
            if (!line.isEmpty()) {
                return Plain.escaped(line, most);
            }
        }
        return "(no words)";
    }

    private static String bar(Card.Progress progress) {
        int total = Math.max(1, progress.total());
        int full = Math.clamp(progress.done() * (long) BAR_CELLS / total, 0, BAR_CELLS);
        return "%s%s  %s/%s"
                .formatted(
                        "■".repeat(full),
                        "□".repeat(BAR_CELLS - full),
                        progress.done(),
                        progress.total());
    }

    /// The tone in a symbol, as on the pages of the web town hall.
    private static String mark(Card.Tone tone) {
        return switch (tone) {
            case PLAIN -> "";
            case WORKING -> "● ";
            case GOOD -> "✓ ";
            case BAD -> "! ";
            case WAITING -> "? ";
        };
    }

    private static int cost(List<ObjectNode> parts) {
        return parts.stream().mapToInt(Nodes::cost).sum();
    }
}
