package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Caps on spending hold what people say to the mayor as they hold work: it waits for a yes and is then
/// answered, in the post it already has.
final class TalkCapsTest {
    private static final Conversation CHANNEL = new Conversation.Channel(AgentTown.SHOP);
    private static final Conversation INBOX = new Conversation.Inbox("ada");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Optional<Amount> THOUSAND = Optional.of(Amount.tokens(1000));

    private final AgentTown town = new AgentTown();

    TalkCapsTest() {
        town.mayorIsAnAgent();
        town.agent((start, turn) -> uses(1000));
    }

    @Test
    void aReachedCapLetsTalkWaitForAPersonsYes() {
        town.caps(rig(THOUSAND));
        town.chat("ada", CHANNEL, "How are things going?");
        town.run(() -> said(CHANNEL).contains("Answer 1"));

        town.chat("ada", CHANNEL, "And what is next?");
        town.run(() -> said(CHANNEL).contains("The cap of 1,000 tokens for rig shop on"));
        town.pass(Duration.ofMinutes(30));
        assertThat(town.turns).as("no turn past the cap").hasSize(1);
        assertThat(pending()).hasSize(1);
        assertThat(said(CHANNEL)).contains("mayor: Heard.", "approve " + pending().getFirst().id());

        town.say("approve " + pending().getFirst().id());
        town.run(() -> said(CHANNEL).contains("Answer 2"));
        assertThat(said(CHANNEL)).as("in the same post").doesNotContain("mayor: Heard.");
    }

    @Test
    void inPrivateTheDaysCapOfTheTownCountsAndNoRigs() {
        town.caps(new CapSettings(Optional.empty(), THOUSAND, THOUSAND, Map.of()));
        town.chat("ada", INBOX, "How are things going?");
        town.run(() -> said(INBOX).contains("Answer 1"));

        town.chat("ada", INBOX, "And what is next?");
        town.run(() -> said(INBOX).contains("The cap of 1,000 tokens for the town on"));
        assertThat(pending()).hasSize(1);

        town.say("approve " + pending().getFirst().id());
        town.run(() -> said(INBOX).contains("Answer 2"));
    }

    @Test
    void withTheDayItsCapIsOver() {
        town.caps(rig(THOUSAND));
        town.chat("ada", CHANNEL, "How are things going?");
        town.run(() -> said(CHANNEL).contains("Answer 1"));
        town.chat("ada", CHANNEL, "And what is next?");
        town.run(() -> !pending().isEmpty());

        for (int hours = 0; hours < 30 && town.turns.size() == 1; hours++) {
            town.pass(Duration.ofHours(1));
        }

        town.run(() -> said(CHANNEL).contains("Answer 2"));
        assertThat(pending()).as("nobody needs to answer any more").isEmpty();
    }

    @Test
    void workAndTalkWaitForOneYes() {
        town.caps(rig(THOUSAND));
        town.sling("Say hello");
        town.run(() -> !pending().isEmpty());

        town.chat("ada", CHANNEL, "Why does nothing happen?");
        town.run(() -> said(CHANNEL).contains("approve " + pending().getFirst().id()));

        assertThat(pending()).hasSize(1);
        assertThat(town.turns).as("the polecat's first").hasSize(1);
    }

    @Test
    void anAgentThatDoesNotSayWhatTalkUsesIsHeldAfterItsFirstTurn() {
        town.caps(rig(THOUSAND));
        town.agent((start, turn) -> answers());
        town.chat("ada", CHANNEL, "How are things going?");
        town.run(() -> said(CHANNEL).contains("Answer 1"));
        assertThat(pending()).hasSize(1);

        town.chat("ada", CHANNEL, "And what is next?");
        town.run(() -> said(CHANNEL).contains("mayor: Heard."));
        town.pass(Duration.ofMinutes(30));
        assertThat(town.turns).hasSize(1);

        town.say("approve " + pending().getFirst().id());
        town.run(() -> said(CHANNEL).contains("Answer 2"));
    }

    @Test
    void whatAConvoyCostHoldsNoTalkAboutItOnceItHasLanded() {
        town.caps(new CapSettings(THOUSAND, Optional.empty(), Optional.empty(), Map.of()));
        town.agent((start, turn) ->
                start.agent().equals(Actor.MAYOR)
                        ? uses(1)
                        : new Scene.Uses(
                                1000,
                                0,
                                new Scene.Acts(
                                        () -> {
                                            town.git
                                                    .tree(start.folder())
                                                    .write("hello.txt", "hello");
                                            town.call(start, "done", "summary", "said it");
                                        },
                                        new Scene.LiesDone(SOON, "done"))));
        town.say("- [ ] Say hello");
        town.say("launch");
        town.run(() -> town.posts().contains("Landed: "));
        BeadId convoy = town.ledger().read(view -> Convoys.list(view).getFirst().id());
        Conversation thread = new Conversation.ConvoyThread(convoy);

        town.chat("ada", thread, "Why did that cost so much?");
        town.run(() -> said(thread).contains("Answer "));

        assertThat(pending()).isEmpty();
    }

    private Scene uses(long tokens) {
        return new Scene.Uses(tokens, 0, answers());
    }

    private Scene answers() {
        return new Scene.LiesDone(SOON, "Answer " + town.turns.size());
    }

    private static CapSettings rig(Optional<Amount> cap) {
        return new CapSettings(Optional.empty(), cap, Optional.empty(), Map.of());
    }

    private List<Bead> pending() {
        return town.ledger().read(Approvals::pending);
    }

    private String said(Conversation where) {
        return String.join("\n", town.talkIn(where));
    }
}
