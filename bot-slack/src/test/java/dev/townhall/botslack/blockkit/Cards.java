package dev.townhall.botslack.blockkit;

import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Card;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Gen;
import java.util.List;
import java.util.Optional;

/// Cards of every shape, with hostile words of every length.
public final class Cards {
    private Cards() {}

    /// Any card: also such as the town would never make.
    public static Gen<Card> any() {
        return dice ->
                new Card(
                        words(dice, 400),
                        dice.oneOf(List.of(Card.Tone.values())),
                        field().listOf(0, 15).from(dice),
                        progress(dice),
                        block().listOf(0, dice.chance(20) ? 80 : 6).from(dice),
                        action().listOf(0, dice.chance(20) ? 40 : 4).from(dice),
                        words(dice, 300));
    }

    private static Optional<Card.Progress> progress(Dice dice) {
        return dice.chance(50)
                ? Optional.of(new Card.Progress(dice.between(0, 90), dice.between(0, 60)))
                : Optional.empty();
    }

    private static Gen<Card.Field> field() {
        return dice -> new Card.Field(words(dice, 40), words(dice, 900));
    }

    private static Gen<Card.Block> block() {
        return dice ->
                switch (dice.below(3)) {
                    case 0 -> new Card.Text(words(dice, 5_000));
                    case 1 -> new Card.Code(words(dice, 30), words(dice, 20_000));
                    default ->
                            new Card.Rows(
                                    words(dice, 60),
                                    row().listOf(0, dice.chance(20) ? 200 : 5).from(dice));
                };
    }

    private static Gen<Card.Row> row() {
        return dice ->
                new Card.Row(
                        dice.oneOf(List.of("", "✓", "●", "○", "✗")),
                        dice.oneOf(List.of("", "sh-7x2kq")),
                        words(dice, 300),
                        words(dice, 100),
                        dice.chance(80) ? "" : words(dice, 4_000));
    }

    private static Gen<Action> action() {
        return dice ->
                new Action(
                        words(dice, 90),
                        dice.chance(90) ? "approve hq-ap-1 " + dice.below(9) : words(dice, 3_000),
                        dice.oneOf(List.of(Action.Style.values())),
                        dice.chance(60) ? "" : words(dice, 500));
    }

    /// Often short, sometimes about `most` characters, hostile throughout.
    private static String words(Dice dice, int most) {
        String words = Gen.hostileText(dice.chance(15) ? most / 3 + 1 : 12).from(dice);
        return words.isEmpty() || !dice.chance(5)
                ? words
                : words.repeat(Math.max(1, most / words.length()));
    }
}
