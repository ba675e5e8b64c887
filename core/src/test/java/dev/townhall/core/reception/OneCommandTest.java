package dev.townhall.core.reception;

import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.testing.TalkingTown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OneCommandTest {
    private final TalkingTown town = new TalkingTown();

    @Test
    void twoCommandsInOneMessageAreBothRefused() {
        var one = town.plan("- One\n  ```sh\n  echo 1\n  ```");
        var two = town.plan("- Two\n  ```sh\n  echo 2\n  ```");

        String answer = town.answer("ada", SHOP_CHANNEL, "launch " + one + "\n\nlaunch " + two);

        assertThat(answer)
                .contains("below 'launch " + one + "' stands 'launch " + two + "'", "Nothing was");
        assertThat(town.convoy(one).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.convoy(two).state()).isEqualTo(Convoy.State.STAGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "launch CONVOY would be a mistake",
                "Pause CONVOY? no",
                "approve hq-ap-1 please",
                "deny hq-ap-1 or not, what do you think"
            })
    void aCommandWithWordsBehindItIsRefused(String text) {
        var convoy = town.plan("- One\n  ```sh\n  echo 1\n  ```");

        assertThat(town.answer("ada", SHOP_CHANNEL, text.replace("CONVOY", convoy.text())))
                .contains("is a command with more behind it than it takes", "Nothing was done");
        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.convoy(convoy).paused()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "launch\n- A thing",
                "- A thing\nlaunch",
                "- A thing\n\nlaunch hq-cv-1a2b\n",
                "@mayor Status!\n- A thing"
            })
    void aCommandBesideAListIsRefused(String text) {
        assertThat(town.answer("ada", SHOP_CHANNEL, text))
                .contains("reads as a command beside a list", "Nothing was done");
        assertThat(town.read(Convoys::list)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Status of the week\n- A thing",
                "- A thing\n  show",
                "- A thing\nshow it to everybody",
                "- Help",
                "Ready for today:\n- A thing"
            })
    void proseBesideAListIsText(String text) {
        town.say("ada", SHOP_CHANNEL, text);

        assertThat(town.read(Convoys::list)).hasSize(1);
    }
}
