package dev.townhall.botslack.hearing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "<@UB> status ~ @Mayor status",
                "<@UB|gastown> status ~ @Mayor status",
                "ask <@U7> ~ ask @U7",
                "ask <@U7|bob> ~ ask @bob",
                "in <#C1|shop> ~ in #shop",
                "in <#C1|> ~ in #C1",
                "see <https://a.b/c> ~ see https://a.b/c",
                "see <http://a.b|a.b> ~ see a.b",
                "see <https://a.b|the page> ~ see the page (https://a.b)",
                "to <mailto:a@b.c|a@b.c> ~ to a@b.c",
                "<!here> and <!subteam^S1|@ops> ~ @here and @ops",
                "<!subteam^S1> ~ @subteam",
                "<!date^1^{date}|today> ~ today",
                "a &lt;b&gt; &amp;amp; c ~ a <b> &amp; c",
                "if a &lt;- b ~ if a <- b",
                "<> <|x> ~ <> x (",
            })
    void whatSlackWroteIsUndone(String written, String typed) {
        assertThat(Spelling.typed(written, "UB")).startsWith(typed);
    }

    @Test
    void aListThatSlackMadeOfDashesIsOneOfDashesAgain() {
        assertThat(Spelling.typed("plan\n• one\n    ◦ two\n• three", "UB"))
                .isEqualTo("plan\n- one\n    - two\n- three");
    }

    @Test
    void fencesStandOnTheirOwnLines() {
        assertThat(Spelling.typed("- one\n```sh\n./gen a```\n- two", "UB"))
                .isEqualTo("- one\n```sh\n./gen a\n```\n- two");
        assertThat(Spelling.typed("run ```ls``` now", "UB")).isEqualTo("run \n```\nls\n```\n now");
        assertThat(Spelling.typed("```\nas it was\n```", "UB")).isEqualTo("```\nas it was\n```");
    }

    @Test
    void anyTextCanBeUndone() {
        Property.holds(
                Gen.hostileText(60),
                text -> {
                    String typed = Spelling.typed(text, "UB");

                    assertThat(typed.length()).isLessThanOrEqualTo(text.length() * 2 + 8);
                    assertThat(typed).doesNotContain("\u00a0");
                });
    }

    @Test
    void whoIsTurnedToIsKnown() {
        assertThat(Spelling.names("hey <@UB> there", "UB")).isTrue();
        assertThat(Spelling.names("hey <@UB2> there", "UB")).isFalse();
        assertThat(Spelling.turnsToAnother(" <@U2> look", "UB")).isTrue();
        assertThat(Spelling.turnsToAnother("<@UB> look", "UB")).isFalse();
        assertThat(Spelling.turnsToAnother("look <@U2>", "UB")).isFalse();
        assertThat(Spelling.turnsToAnother("<@U2", "UB")).isTrue();
    }
}
