package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.tool.ToolAnswer;
import dev.townhall.core.tool.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// People talk with a mayor that is an agent: what it is told, how its answer is shown, and what
/// becomes of a message whatever happens to sessions and to the town.
final class MayorTest {
    private static final Conversation CHANNEL = new Conversation.Channel(AgentTown.SHOP);
    private static final Conversation INBOX = new Conversation.Inbox("ada");
    private static final BeadId TALK = new BeadId("hq-talk-channel-shop");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AgentTown town = new AgentTown();

    MayorTest() {
        town.mayorIsAnAgent();
    }

    @Test
    void talkIsAnsweredWhereItWasSaidInOnePost() {
        town.agent((start, turn) -> says("Three of four are merged."));

        town.chat("ada", CHANNEL, "Where does the shop stand?");
        assertThat(last()).isEqualTo("mayor: Heard. One moment …");
        town.run(() -> last().contains("merged"));

        assertThat(last()).isEqualTo("mayor: Three of four are merged.");
        assertThat(heardAndSaid()).hasSize(2);
        assertThat(town.turns)
                .singleElement()
                .asString()
                .startsWith("You are a mayor.")
                .contains(
                        "# To be answered now, in channel:shop",
                        "overseer/ada at ",
                        "> Where does the shop stand?");
    }

    @Test
    void theAnswerIsShownWhileItIsGivenButNoHalfWord() {
        town.agent((start, turn) ->
                new Scene.Says(
                        SOON,
                        "The first half, ghp_0123456789",
                        new Scene.Says(
                                SOON,
                                "0123456789012345678901234567 and",
                                new Scene.LiesDone(SOON, " the second."))));

        town.chat("ada", CHANNEL, "Tell me all of it, please");
        town.run(() -> last().startsWith("mayor: The first half"));
        assertThat(last()).isEqualTo("mayor: The first half, …");
        town.run(() -> last().contains("second"));

        assertThat(last()).startsWith("mayor: The first half,").endsWith("and the second.");
        assertThat(town.posts()).doesNotContain("ghp_");
        assertThat(heardAndSaid()).hasSize(2);
    }

    @Test
    void whatIsSaidDuringATurnIsAnsweredTogetherInTheNext() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));

        town.chat("ada", CHANNEL, "What about one?");
        town.run(() -> town.turns.size() == 1);
        town.chat("ada", CHANNEL, "And about two?");
        town.chat("ada", CHANNEL, "And about three?");
        assertThat(last()).isEqualTo("overseer/ada: And about three?");
        town.run(() -> town.posts().contains("Answer 2"));

        assertThat(town.turns).hasSize(2);
        assertThat(town.turns.get(1))
                .contains("> And about two?", "> And about three?")
                .doesNotContain("You are a mayor.", "What about one");
        assertThat(heardAndSaid())
                .containsExactly(
                        "overseer/ada: What about one?",
                        "mayor: Answer 1",
                        "overseer/ada: And about two?",
                        "mayor: Answer 2",
                        "overseer/ada: And about three?");
        assertThat(town.started).hasSize(1);
    }

    @Test
    void aMayorWithoutMemoryIsToldWhatWasSaidBeforeInEachTurn() {
        town.agentsForget();
        town.agent((start, turn) ->
                town.turns.size() == 2
                        ? new Scene.LiesDone(SOON, "")
                        : says("Answer " + town.turns.size()));

        town.chat("ada", CHANNEL, "What about one?");
        town.run(() -> town.posts().contains("Answer 1"));
        town.chat("ada", CHANNEL, "And about two?");
        town.run(() -> town.posts().contains("Answer 3"));

        assertThat(town.started).hasSize(1);
        assertThat(town.turns)
                .hasSize(3)
                .allSatisfy(turn ->
                        assertThat(turn)
                                .startsWith("You are a mayor.")
                                .contains("words of the program `gt`", "# To be answered now"));
        assertThat(town.turns.get(1)).contains("> What about one?", "> And about two?");
        assertThat(town.turns.get(2)).contains("> And about two?", "you said nothing");
    }

    @Test
    void theSameMessageHeardTwiceIsAnsweredOnce() {
        town.agent((start, turn) -> says("Fine."));

        town.chat("ada", CHANNEL, "How are things going?");
        assertThat(town.chatAgain("ada", CHANNEL, "How are things going?"))
                .isInstanceOf(Reception.Reply.Duplicate.class);
        town.run(() -> last().contains("Fine"));
        town.pass(Duration.ofHours(1));

        assertThat(town.turns).hasSize(1);
        assertThat(heardAndSaid()).hasSize(2);
    }

    @Test
    void aKilledTownAnswersInTheSamePostWhatWasLeftOpen() {
        town.agent((start, turn) -> new Scene.Says(SOON, "First words of ", new Scene.Hangs()));
        town.chat("ada", CHANNEL, "What is going on there?");
        town.run(() -> last().contains("First words"));
        town.chat("ada", CHANNEL, "And what is next?");

        town.restart();
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.run(() -> town.posts().contains("Answer 3"));

        assertThat(town.turns.get(1))
                .startsWith("You are a mayor.")
                .contains("> What is going on there?")
                .doesNotContain("what is next");
        assertThat(town.turns.get(2)).contains("> And what is next?");
        assertThat(heardAndSaid())
                .containsExactly(
                        "overseer/ada: What is going on there?",
                        "mayor: Answer 2",
                        "overseer/ada: And what is next?",
                        "mayor: Answer 3");
    }

    @Test
    void aSessionThatIsLostIsToldWhatWasSaidBefore() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.chat("ada", CHANNEL, "My favourite is blue, mind you");
        town.run(() -> last().contains("Answer 1"));

        town.restart();
        town.chat("ada", CHANNEL, "Which one was my favourite?");
        town.run(() -> town.posts().contains("Answer 2"));

        assertThat(town.turns.get(1))
                .contains(
                        "# Said here before",
                        "> My favourite is blue, mind you",
                        "> Answer 1",
                        "# To be answered now");
    }

    @Test
    void anIdleSessionEndsAndAsksNoModelAnyMore() {
        town.agent((start, turn) -> says("Fine."));
        town.chat("ada", CHANNEL, "How are things going?");
        town.run(() -> last().contains("Fine"));
        assertThat(town.town().sessions()).containsKey(TALK);

        town.pass(Duration.ofMinutes(11));
        assertThat(town.town().sessions()).isEmpty();
        town.pass(Duration.ofHours(11));

        assertThat(town.turns).hasSize(1);
    }

    @Test
    void fewConversationsHaveASessionAtOnceAndOneThatIsIdleGivesWay() {
        town.talk(new TalkReconciler.Limits(1, Duration.ofHours(5), Duration.ofMinutes(10)));
        town.restart();
        town.agent((start, turn) ->
                new Scene.LiesDone(Duration.ofMinutes(2), "Answer " + town.turns.size()));

        town.chat("ada", CHANNEL, "What is going on here?");
        town.run(() -> town.turns.size() == 1);
        town.chat("ada", INBOX, "And what is on your mind?");
        town.run(() -> town.posts().contains("I talk in 1 other places just now"));
        assertThat(town.turns).hasSize(1);
        town.run(() -> town.posts().contains("Answer 2"));

        assertThat(town.talkIn(INBOX)).endsWith("mayor: Answer 2");
        assertThat(town.time.elapsed()).isLessThan(Duration.ofDays(30_000));
        assertThat(town.town().sessions()).hasSize(1);
    }

    @Test
    void aSessionThatNeverStartsIsToldAndTriedOnceWithEachNewMessage() {
        town.cannotStart("no such program");

        town.chat("ada", CHANNEL, "Is anybody there today?");
        town.run(() -> last().contains("I cannot answer"));
        assertThat(last())
                .contains("could not be started 3 times in a row", "no such program")
                .contains("gt agents test stub");
        town.chat("ada", CHANNEL, "Is anybody there now?");
        town.run(() -> last().contains("could not be started 4 times in a row"));
        assertThat(town.turns).isEmpty();

        town.canStart();
        town.agent((start, turn) -> says("Here I am."));
        town.chat("ada", CHANNEL, "Is anybody there at last?");
        town.run(() -> last().contains("Here I am."));
    }

    @Test
    void aMessageThatKillsItsAgentIsGivenUpAfterThreeSessions() {
        town.agent((start, turn) -> new Scene.Crashes(SOON, Map.of(), "out of memory"));

        town.chat("ada", CHANNEL, "What is the meaning of it?");
        town.run(() -> last().contains("I cannot answer"));

        assertThat(last()).contains("was lost 3 times in a row", "out of memory");
        assertThat(town.turns).hasSize(3);
        town.pass(Duration.ofHours(1));
        assertThat(town.turns).hasSize(3);
    }

    @Test
    void anAnswerThatTakesTooLongIsEndedAndSaidSo() {
        town.agent((start, turn) -> new Scene.Says(SOON, "Well, then ", new Scene.HangsForGood()));

        town.chat("ada", CHANNEL, "What is the meaning of it?");
        town.run(() -> last().contains("took longer than 10 min"));

        assertThat(last()).startsWith("mayor: Well, then").contains("[talk] in town.toml");
        assertThat(town.town().sessions()).isEmpty();
    }

    @Test
    void aSilentAgentIsRemindedOnceAndThenToldOf() {
        town.agent((start, turn) -> new Scene.LiesDone(SOON, ""));

        town.chat("ada", CHANNEL, "What is the meaning of it?");
        town.run(() -> last().contains("said nothing, twice"));

        assertThat(town.turns).hasSize(2);
        assertThat(town.turns.get(1)).contains("you said nothing");
    }

    @Test
    void anErrorOfTheModelIsToldInItsWords() {
        town.agent((start, turn) -> new Scene.Errs(SOON, -32603, "the model is not there"));

        town.chat("ada", CHANNEL, "What is the meaning of it?");
        town.run(() -> last().contains("ended with an error"));

        assertThat(last()).contains("the model is not there");
        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aProvidersLimitMakesItWaitAndItIsAnsweredAfterwards() {
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? new Scene.Errs(SOON, 429, "Rate limit, try again in 5 minutes")
                        : says("At last."));

        town.chat("ada", CHANNEL, "What is going on there?");
        town.run(() -> talk().contains("it goes on by itself then"));
        town.run(() -> talk().contains("At last."));

        assertThat(heardAndSaid())
                .containsExactly("overseer/ada: What is going on there?", "mayor: At last.");
    }

    @Test
    void thePlanOfAnAgentIsACardThatAPersonLaunches() {
        List<ToolAnswer> answers = new ArrayList<>();
        town.agent((start, turn) ->
                acts(start, answers, "Planned.", "plan", "text", "- [ ] One\n- [ ] Two  after: 1"));

        town.chat("ada", CHANNEL, "Make me a plan for logins");
        town.run(() -> talk().contains("Planned."));
        town.pass(Duration.ofMinutes(30));

        assertThat(answers).singleElement().extracting(ToolAnswer::isError).isEqualTo(false);
        Convoy convoy = convoy();
        assertThat(convoy.state()).isEqualTo(Convoy.State.STAGED);
        assertThat(convoy.owner()).isEqualTo(Actor.overseer("ada"));
        assertThat(town.posts()).contains("[Launch: ");
        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aTownMayLetAgentsLaunchTheirPlans() {
        town.launch(Tools.Launch.BY_AGENTS);
        town.restart();
        List<ToolAnswer> answers = new ArrayList<>();
        town.agent((start, turn) ->
                start.agent().equals(Actor.MAYOR)
                        ? acts(start, answers, "On its way.", "plan", "text", "- [ ] One")
                        : new Scene.Hangs());

        town.chat("ada", CHANNEL, "Make me a plan for logins");
        town.run(() -> talk().contains("On its way."));

        assertThat(convoy().state()).isEqualTo(Convoy.State.OPEN);
    }

    @Test
    void aPlanOfAnAgentCarriesNoCommands() {
        List<ToolAnswer> answers = new ArrayList<>();
        town.agent((start, turn) ->
                acts(
                        start,
                        answers,
                        "Tried.",
                        "plan",
                        "text",
                        "- [ ] One\n  ```sh\n  rm -rf /\n  ```"));

        town.chat("ada", CHANNEL, "Make me a plan for logins");
        town.run(() -> talk().contains("Tried."));

        assertThat(answers.getFirst().text()).contains("carries no commands");
        assertThat(town.ledger().<Integer>read(view -> view.ofType(Bead.CONVOY).size())).isZero();
    }

    @Test
    void theMayorDoesForSomebodyWhatTheyMayAndNothingBetweenTurns() {
        person("oli", Role.NONE);
        town.ledger()
                .write(Actor.TOWN, tx -> People.grant(tx, "oli", AgentTown.SHOP, Role.OPERATOR));
        List<ToolAnswer> answers = new ArrayList<>();
        List<SessionStart> starts = new ArrayList<>();
        town.agent((start, turn) -> {
            starts.add(start);
            return new Scene.Acts(
                    () -> {
                        answers.add(town.call(start, "status"));
                        answers.add(town.call(start, "mail_inbox"));
                    },
                    says("Done."));
        });

        town.chat("oli", CHANNEL, "Read me your mail, will you?");
        town.run(() -> talk().contains("Done."));

        assertThat(answers.get(0).isError()).isFalse();
        assertThat(answers.get(0).text()).contains("Rig shop");
        assertThat(answers.get(1).isError()).isTrue();
        assertThat(answers.get(1).text()).contains("operator in the whole town");
        ToolAnswer later = town.call(starts.getFirst(), "status");
        assertThat(later.isError()).isTrue();
        assertThat(later.text()).contains("You answer nobody");
    }

    @Test
    void aViewerIsToldWhyTheMayorDoesNotAnswer() {
        person("vic", Role.VIEWER);

        town.chat("vic", CHANNEL, "What is going on there?");

        assertThat(last()).contains("needs the role operator");
        assertThat(town.ledger().<Boolean>read(view -> view.find(TALK).isEmpty())).isTrue();
    }

    @Test
    void whatIsSaidToSomebodyElseIsNotForTheMayor() {
        town.chat("ada", CHANNEL, "@bob have you seen this?");
        town.pass(Duration.ofMinutes(5));

        assertThat(town.turns).isEmpty();
        assertThat(heardAndSaid()).containsExactly("overseer/ada: @bob have you seen this?");
    }

    @Test
    void verbsStayVerbsAndSentencesThatBeginLikeOneAreTalk() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));

        town.chat("ada", CHANNEL, "status");
        town.chat("ada", CHANNEL, "shwo sh-1");
        town.pass(Duration.ofMinutes(1));
        assertThat(town.turns).isEmpty();

        for (String talk :
                List.of(
                        "@Mayor plan rate limiting for the login",
                        "show me where it stands",
                        "help me with the login")) {
            int before = town.turns.size();
            town.chat("ada", CHANNEL, talk);
            town.run(() -> talk().contains("Answer " + (before + 1)));
        }
        assertThat(town.turns).hasSize(3);
    }

    @Test
    void withoutAnAgentTheMayorSaysOnceHowToGiveItOne() {
        AgentTown plain = new AgentTown();

        plain.chat("ada", CHANNEL, "@Mayor what is going on?");
        plain.chat("ada", CHANNEL, "@Mayor and what else is there?");

        assertThat(plain.talkIn(CHANNEL).stream().filter(it -> it.contains("[agents.roles]")))
                .hasSize(1);
        assertThat(plain.talkIn(CHANNEL).getLast()).contains("I plan written lists");
    }

    @Test
    void talkCostsWhatItCostsOnItsRigAndDay() {
        town.agent((start, turn) -> says("Fine."));
        town.chat("ada", CHANNEL, "How are things going?");
        town.run(() -> talk().contains("Fine."));

        assertThat(town.ledger().read(view -> Costs.of(view, TALK)).turns()).isEqualTo(1);
        assertThat(town.ledger().read(view -> Costs.of(view, town.rig().beadId())).turns())
                .isEqualTo(1);
    }

    private Scene acts(
            SessionStart start,
            List<ToolAnswer> answers,
            String then,
            String tool,
            Object... arguments) {
        return new Scene.Acts(() -> answers.add(town.call(start, tool, arguments)), says(then));
    }

    private static Scene says(String text) {
        return new Scene.LiesDone(SOON, text);
    }

    private Convoy convoy() {
        return town.ledger().read(view -> Convoys.get(view, Convoys.list(view).getFirst().id()));
    }

    private void person(String name, Role role) {
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            People.add(tx, name, role);
                            return People.identify(tx, name, "web", name);
                        });
    }

    private String last() {
        return town.talkIn(CHANNEL).getLast();
    }

    private String talk() {
        return String.join("\n", town.talkIn(CHANNEL));
    }

    /// What people and the mayor said in the channel; the town's own news left out.
    private List<String> heardAndSaid() {
        return town.talkIn(CHANNEL).stream()
                .filter(line -> line.startsWith("overseer/") || line.startsWith("mayor: "))
                .filter(line -> !line.contains("Rig shop is ready"))
                .filter(line -> !line.contains("limit"))
                .toList();
    }
}
