package dev.townhall.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CardJsonTest {
    static final Gen<String> WORDS = Gen.hostileText(6);

    static final Gen<Card.Row> ROWS =
            dice ->
                    new Card.Row(
                            dice.oneOf(List.of("", "✓", "○")),
                            "sh-" + dice.below(100),
                            WORDS.from(dice),
                            WORDS.from(dice),
                            WORDS.from(dice));

    static final Gen<Card.Block> BLOCKS =
            dice ->
                    switch (dice.below(3)) {
                        case 0 -> new Card.Text(WORDS.from(dice));
                        case 1 -> new Card.Code(WORDS.from(dice), Gen.hostileText(80).from(dice));
                        default -> new Card.Rows(WORDS.from(dice), ROWS.listOf(0, 5).from(dice));
                    };

    static final Gen<Card> CARDS =
            dice ->
                    new Card(
                            WORDS.from(dice),
                            dice.oneOf(List.of(Card.Tone.values())),
                            ((Gen<Card.Field>) d -> new Card.Field(WORDS.from(d), WORDS.from(d)))
                                    .listOf(0, 4)
                                    .from(dice),
                            dice.chance(50)
                                    ? Optional.of(new Card.Progress(dice.below(5), 5))
                                    : Optional.empty(),
                            BLOCKS.listOf(0, 4).from(dice),
                            List.of(
                                    Action.primary("Do", "do it"),
                                    new Action("Edit", "edit", Action.Style.EDIT, "")),
                            WORDS.from(dice));

    @Test
    void everyCardIsReadBackAsItWasWritten() {
        Property.holds(
                CARDS,
                card -> {
                    String stored = Json.text(CardJson.write(Sanitizer.card(card)));
                    assertThat(CardJson.read(Json.parse(stored))).isEqualTo(Sanitizer.card(card));
                });
    }

    @Test
    void equalCardsGiveEqualText() {
        assertThat(Json.text(CardJson.write(Card.line("hello"))))
                .isEqualTo(
                        "{\"v\":1,\"title\":\"\",\"tone\":\"PLAIN\",\"fields\":[],\"body\":[{\"kind\":\"text\",\"text\":\"hello\"}],\"actions\":[],\"fallback\":\"hello\"}");
    }

    @Test
    void aNewerCardIsRefused() {
        assertThatThrownBy(() -> CardJson.read(Json.parse("{\"v\":2}")))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void sanitizingTwiceChangesNothingMore() {
        Property.holds(
                CARDS,
                card -> {
                    Card once = Sanitizer.card(card);
                    assertThat(Sanitizer.card(once)).isEqualTo(once);
                });
    }

    @Test
    void nothingHiddenOrAddressedToAllSurvives() {
        Property.holds(
                CARDS,
                card -> {
                    String text = PlainText.of(Sanitizer.forNetwork(Sanitizer.card(card)));
                    assertThat(dev.townhall.core.foundation.text.Hidden.firstIn(text))
                            .isEqualTo(-1);
                    assertThat(text)
                            .doesNotContain("@everyone", "<!channel>", "xoxb-1234567890-abc");
                });
    }

    @Test
    void aFittedCardIsWithinTheLimitAndKeepsAllButtonsThatRunNothing() {
        Property.holds(
                CARDS,
                card -> {
                    Card clean = Sanitizer.card(card);
                    int head =
                            PlainText.of(
                                            new Card(
                                                    clean.title(),
                                                    clean.tone(),
                                                    clean.fields(),
                                                    clean.progress(),
                                                    List.of(),
                                                    clean.actions(),
                                                    clean.fallback()))
                                    .length();
                    Card fitted = Fitting.fit(clean, head + 100);
                    assertThat(PlainText.of(fitted).length()).isLessThanOrEqualTo(head + 100);
                    assertThat(fitted.actions()).extracting(Action::label).contains("Edit");
                });
    }
}
