package dev.townhall.core.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Shortens a card to what a network can show. Title, fields, buttons and fallback stay; the body
/// is cut from its end, and says that it was. Where commands fell away, so does the button that
/// would let them run: nobody launches what they could not read.
final class Fitting {
    private static final String MORE = "… and more: say show, or open the web town hall.";

    private Fitting() {}

    /// A card whose plain text has at most `charsMax` characters, as far as its head allows.
    static Card fit(Card card, int charsMax) {
        if (PlainText.of(card).length() <= charsMax) {
            return card;
        }
        int room = charsMax - PlainText.of(with(card, List.of())).length() - MORE.length() - 2;
        List<Card.Block> kept = new ArrayList<>();
        for (Card.Block block : card.body()) {
            int length = length(block);
            if (length > room) {
                shortened(block, room, kept);
                break;
            }
            kept.add(block);
            room -= length;
        }
        kept.add(new Card.Text(MORE));
        Card fitted = with(card, kept);
        return commands(card).equals(commands(fitted)) ? fitted : withoutPrimary(fitted);
    }

    private static List<String> commands(Card card) {
        return card.body().stream()
                .flatMap(block ->
                        block instanceof Card.Rows rows ? rows.rows().stream() : Stream.empty())
                .map(Card.Row::code)
                .filter(code -> !code.isEmpty())
                .toList();
    }

    private static Card withoutPrimary(Card card) {
        List<Action> actions =
                card.actions().stream()
                        .filter(action -> action.style() != Action.Style.PRIMARY)
                        .toList();
        return new Card(
                card.title(),
                card.tone(),
                card.fields(),
                card.progress(),
                card.body(),
                actions,
                card.fallback());
    }

    private static void shortened(Card.Block block, int room, List<Card.Block> kept) {
        switch (block) {
            case Card.Text(String text) when room > 1 ->
                    kept.add(new Card.Text(Sanitizer.cut(text, room)));
            case Card.Code(String caption, String text) -> {
                List<String> lines = new ArrayList<>();
                int left = room - caption.length() - 2;
                for (String line : text.lines().toList()) {
                    left -= line.length() + 5;
                    if (left < 0) {
                        break;
                    }
                    lines.add(line);
                }
                if (!lines.isEmpty()) {
                    kept.add(new Card.Code(caption, String.join("\n", lines)));
                }
            }
            case Card.Rows(String heading, List<Card.Row> rows) -> {
                List<Card.Row> some = new ArrayList<>();
                for (Card.Row row : rows) {
                    some.add(row);
                    if (length(new Card.Rows(heading, some)) > room) {
                        some.removeLast();
                        break;
                    }
                }
                if (!some.isEmpty()) {
                    kept.add(new Card.Rows(heading, some));
                }
            }
            case Card.Text _ -> {}
        }
    }

    private static int length(Card.Block block) {
        return PlainText.of(with(Card.line(""), List.of(block))).length() + 1;
    }

    private static Card with(Card card, List<Card.Block> body) {
        return new Card(
                card.title(),
                card.tone(),
                card.fields(),
                card.progress(),
                body,
                card.actions(),
                card.fallback());
    }
}
