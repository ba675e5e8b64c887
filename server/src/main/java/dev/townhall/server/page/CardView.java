package dev.townhall.server.page;

import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Card;
import java.util.List;
import java.util.Optional;

/// A card as the templates draw it.
///
/// @param plain whether it is mere talk, drawn without a frame
public record CardView(
        boolean plain,
        String title,
        Card.Tone tone,
        List<Card.Field> fields,
        Optional<Card.Progress> progress,
        List<Block> body) {

    /// What stands below the title, in order.
    public sealed interface Block {}

    public record Words(List<Segment> segments) implements Block {}

    /// Text as it stands, in one piece.
    ///
    /// @param folded whether it is shown when it is asked for
    public record Code(String caption, String text, boolean folded) implements Block {}

    public record Rows(String heading, List<Card.Row> rows) implements Block {}

    static CardView of(Card card) {
        boolean framed =
                !card.title().isEmpty()
                        || !card.fields().isEmpty()
                        || card.progress().isPresent()
                        || !card.actions().isEmpty();
        return new CardView(
                !framed,
                card.title(),
                card.tone(),
                card.fields(),
                card.progress(),
                card.body().stream().map(CardView::block).toList());
    }

    private static Block block(Card.Block block) {
        return switch (block) {
            case Card.Text text -> new Words(RichText.parse(text.text()));
            case Card.Code code ->
                    new Code(code.caption(), code.text(), code.caption().equals(ApprovalCard.DIFF));
            case Card.Rows rows -> new Rows(rows.heading(), rows.rows());
        };
    }

    boolean hasRows() {
        return body.stream().anyMatch(Rows.class::isInstance);
    }

    /// The class its look hangs on.
    public String look() {
        return switch (tone) {
            case PLAIN -> "plain";
            case WORKING -> "working";
            case GOOD -> "good";
            case BAD -> "bad";
            case WAITING -> "waiting";
        };
    }

    /// The class that colours the mark of a row.
    public static String markLook(String mark) {
        return switch (mark) {
            case "✓" -> "mark-good";
            case "✗", "!" -> "mark-bad";
            case "●", "◔", "◐" -> "mark-working";
            case "?" -> "mark-waiting";
            default -> "mark-plain";
        };
    }

    /// The tone in a word, so that colour is never its only carrier; empty where it has none.
    public String toneWord() {
        return switch (tone) {
            case PLAIN -> "";
            case WORKING -> "Under way";
            case GOOD -> "Good";
            case BAD -> "Bad news";
            case WAITING -> "Waiting";
        };
    }

    /// The tone in a symbol.
    public String toneMark() {
        return switch (tone) {
            case PLAIN -> "";
            case WORKING -> "●";
            case GOOD -> "✓";
            case BAD -> "!";
            case WAITING -> "?";
        };
    }
}
