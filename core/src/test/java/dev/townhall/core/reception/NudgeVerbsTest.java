package dev.townhall.core.reception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudges;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NudgeVerbsTest {
    private final TalkingTown town = new TalkingTown();

    @BeforeEach
    void polecats() {
        town.write(tx -> {
            Roster.recruit(tx, TalkingTown.SHOP);
            Roster.recruit(tx, TalkingTown.BOX);
        });
    }

    @Test
    void aNudgeTakesItsModeItsTimeAndTheRestAsItsReason() {
        String answer =
                town.answer(
                        "ada",
                        TalkingTown.SHOP_CHANNEL,
                        "nudge nux --mode interrupt --ttl 10m The API -- look!");

        assertThat(answer).contains("Nudged nux.", "Its hook is empty");
        Nudge nudge = waiting().getFirst();
        assertThat(nudge.mode()).isEqualTo(Nudge.Mode.INTERRUPT);
        assertThat(nudge.reason()).isEqualTo("The API -- look!");
        assertThat(Duration.between(nudge.queued(), nudge.expires()))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(nudge.from().text()).isEqualTo("overseer/ada");
    }

    @Test
    void withoutOptionsItIsATurnOfItsOwnForTheDefaultTime() {
        town.answer("ada", TalkingTown.SHOP_CHANNEL, "nudge shop/polecats/nux");

        Nudge nudge = waiting().getFirst();
        assertThat(nudge.mode()).isEqualTo(Nudge.Mode.AFTER_TURN);
        assertThat(nudge.reason()).isEmpty();
        assertThat(Duration.between(nudge.queued(), nudge.expires())).isEqualTo(Nudges.TTL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ada | nudge                     | nudge takes an agent
                    ada | nudge max                 | No agent is called 'max' here. There are
                    ada | nudge nux --mode now      | queue, after-turn, interrupt; found 'now'
                    ada | nudge nux --ttl soon      | such as 10m; found 'soon'
                    ada | nudge nux --ttl 25h       | A nudge waits 1s to 24h; found 25h
                    ada | nudge nux --mode interrupt --ttl 5s | interrupts waits 1m to 24h; found 5s
                    ada | nudge nux --loud          | knows --mode and --ttl
                    vic | nudge nux                 | Nudging an agent needs the role operator
                    vic | handoff nux               | Asking an agent to hand off needs
                    ada | handoff                   | handoff takes an agent
                    ada | handoff nux               | its hook is empty
                    """)
    void whatCannotBeDoneSaysWhatCan(String person, String typed, String why) {
        assertThat(town.answer(person, TalkingTown.SHOP_CHANNEL, typed)).contains(why);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aNameThatTwoHaveIsAskedAbout() {
        assertThat(town.answer("ada", TalkingTown.inbox("ada"), "nudge nux"))
                .contains("Which nux?", "box/polecats/nux", "shop/polecats/nux");
    }

    private List<Nudge> waiting() {
        return town.read(view ->
                Nudges.waiting(view, Agent.polecatBead(TalkingTown.SHOP, "nux"), Instant.EPOCH));
    }
}
