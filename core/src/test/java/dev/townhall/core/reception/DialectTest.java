package dev.townhall.core.reception;

import static dev.townhall.core.testing.TalkingTown.BOX_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.chat.PlainText;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.testing.TalkingTown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One text for both: a chat is told what to say, a terminal what to type.
final class DialectTest {
    private final TalkingTown town = new TalkingTown();

    private String inChat(String line) {
        return town.answer("ada", inbox("ada"), line);
    }

    private String onTerminal(String line) {
        Reception.Reply reply =
                town.reception().receive(new Inbound("cli", line, "ada", inbox("ada"), line));
        return switch (reply) {
            case Reception.Reply.Said said -> PlainText.of(said.card());
            case Reception.Reply.Refused refused -> refused.code() + " " + refused.text();
            case Reception.Reply.Duplicate() -> "DUPLICATE";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "approve|Nothing waits for approval here.|Nothing waits for approval here.",
                "show sh-none|Say ready or convoy list for|Type `gt ready` or `gt convoy list` for",
                "launch|Say convoy list.|Type `gt convoy list`.",
                "approve hq-rig-shop|Say inbox for what there is|Type `gt inbox` for what there is",
                "retry hq-rig-shop|Say inbox for what there is|Type `gt inbox` for what there is",
                "nonsense now|say help|type `gt help`",
            })
    void eachSurfaceHasItsOwnWords(String line, String chat, String terminal) {
        assertThat(inChat(line)).contains(chat).doesNotContain("`gt", "\u0002", "\u0003");
        assertThat(onTerminal(line)).contains(terminal).doesNotContain("Say ", "\u0002", "\u0003");
    }

    @Test
    void aNewBeadSaysWhatComesNext() {
        String said = town.answer("ada", BOX_CHANNEL, "new Fix the door");
        String typed = onTerminal("new box: Paint the door");

        assertThat(said).contains("say edit bo-", "with a fenced sh block").doesNotContain("`gt ");
        assertThat(typed)
                .containsPattern("type `gt edit bo-[a-z0-9]+ --exec CMD`")
                .doesNotContain("fenced sh block");
    }

    @Test
    void verbsOfConvoysAreSubcommandsOnTheTerminal() {
        String text = "Say " + Spoken.command("launch hq-cv-1") + ", not aloud.";

        assertThat(Dialect.terminal(text)).isEqualTo("Type `gt convoy launch hq-cv-1`, not aloud.");
    }

    @Test
    void remarksForTalkersAreLeftOutOnTheTerminal() {
        String text = "Name one" + Spoken.inTalk(", or say it in its thread") + ".";

        assertThat(Dialect.terminal(text)).isEqualTo("Name one.");
    }
}
