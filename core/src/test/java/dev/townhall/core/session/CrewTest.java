package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.tool.ToolAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// People talk with a member of a rig's crew: where it answers, what it finds in its tree, and what
/// becomes of both whatever happens to sessions and to the town.
final class CrewTest {
    private static final Conversation CHANNEL = new Conversation.Channel(AgentTown.SHOP);
    private static final Conversation INBOX = new Conversation.Inbox("ada");
    private static final BeadId MAX = Agent.crewBead(AgentTown.SHOP, "max");
    private static final Conversation THREAD = new Conversation.CrewThread(MAX);
    private static final BeadId TALK = Talks.beadId(THREAD.key());
    private static final Path TREE = Path.of("/simulated/shop/trees/crew/max");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final AgentTown town = new AgentTown();

    CrewTest() {
        join("max");
    }

    private void join(String name) {
        town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> Crews.add(tx, Rigs.get(tx, AgentTown.SHOP), name, Optional.empty()));
    }

    @Test
    void aNameInTheChannelOpensAThreadInWhichItIsAnswered() {
        town.agent((start, turn) -> says("The parser is in Parser.java."));

        town.chat("ada", CHANNEL, "@max: where is the parser?");
        town.run(() -> thread().contains("Parser.java."));

        assertThat(town.talkIn(THREAD))
                .containsExactly(
                        "shop/crew/max: max, crew of shop\nbranch: crew/max\n"
                                + "max answers what is said in this thread. What begins with `/gt` is for the town.",
                        "overseer/ada: @max: where is the parser?",
                        "shop/crew/max: The parser is in Parser.java.");
        assertThat(town.talkIn(CHANNEL))
                .endsWith(
                        "overseer/ada: @max: where is the parser?",
                        "mayor: Heard: max answers in its thread.");
        assertThat(town.turns)
                .singleElement()
                .asString()
                .startsWith("You are a crew.")
                .contains(
                        "You are shop/crew/max, a member of the crew.",
                        "Your commits go to branch crew/max.",
                        "main is at commit ",
                        "# To be answered now, in crew:hq-crew-shop-max",
                        "> where is the parser?")
                .doesNotContain("Said here before", "hook");
    }

    @Test
    void whatIsSaidInTheThreadAfterwardsReachesIt() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.chat("ada", CHANNEL, "@max where is the parser?");
        town.run(() -> thread().contains("Answer 1"));

        town.chat("ada", THREAD, "And the printer?");
        town.run(() -> thread().contains("Answer 2"));
        town.chat("ada", INBOX, "@Max and the scanner?");
        town.run(() -> thread().contains("Answer 3"));

        assertThat(town.turns.get(1)).contains("> And the printer?").doesNotContain("parser?");
        assertThat(town.turns.get(2)).contains("> and the scanner?");
        assertThat(town.started).hasSize(1);
        assertThat(town.talkIn(INBOX)).last().asString().contains("max answers in its thread");
    }

    @Test
    void aThreadThatIsBegunInItselfHasTheCardFirst() {
        town.agent((start, turn) -> says("Here I am."));

        town.chat("ada", THREAD, "are you there?");
        town.run(() -> thread().contains("Here I am."));

        assertThat(thread()).startsWith("shop/crew/max: max, crew of shop").contains("Here I am.");
        assertThat(town.talkIn(THREAD)).hasSize(3);
    }

    @Test
    void verbsInItsThreadAreThoseThatCanBeNothingElse() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.chat("ada", CHANNEL, "@max hello there");
        town.run(() -> thread().contains("Answer 1"));
        BeadId bead = bead("Mend the gate");

        for (String verb : List.of("status", "show " + bead, "/gt ready", "crew", "@bob look!")) {
            town.chat("ada", THREAD, verb);
        }
        town.pass(Duration.ofMinutes(1));
        assertThat(town.turns).hasSize(1);

        for (String talk :
                List.of(
                        "retry",
                        "show me the parser",
                        "plan it well",
                        "- [ ] one\n- [ ] two",
                        "help me with the parser:\nit breaks on dates",
                        "- [ ] one\n- [ ] two\nstatus")) {
            int before = town.turns.size();
            town.chat("ada", THREAD, talk);
            town.run(() -> thread().contains("Answer " + (before + 1)));
        }
        assertThat(town.ledger().<Integer>read(view -> Convoys.list(view).size())).isZero();
    }

    @Test
    void itsTreeIsFoundAsItWasLeftByTheNextSessionAndAfterARestart() {
        List<Path> folders = new ArrayList<>();
        town.agent((start, turn) -> {
            folders.add(start.folder());
            return new Scene.Works(SOON, Map.of("draft.txt", "half"), "Half of it is there.");
        });
        town.chat("ada", CHANNEL, "@max begin with it");
        town.run(() -> thread().contains("Half of it is there."));
        town.pass(Duration.ofMinutes(20));
        assertThat(town.town().sessions()).isEmpty();

        town.agent((start, turn) -> {
            folders.add(start.folder());
            return says("Found " + town.git.tree(start.folder()).content().get("draft.txt"));
        });
        town.chat("ada", THREAD, "What is there now?");
        town.run(() -> thread().contains("Found half"));
        town.restart();
        town.chat("ada", THREAD, "And what is there now?");
        town.run(() -> town.turns.size() == 3 && thread().contains("And what is there now?"));
        town.run(() -> town.talkIn(THREAD).getLast().contains("Found half"));

        assertThat(folders).hasSize(3).allMatch(folders.getFirst()::equals);
        assertThat(town.turns.get(2))
                .contains("# Said here before", "> Half of it is there.", "Your tree is as you");
        assertThat(town.ledger().<Boolean>read(view -> view.ofType(Bead.MERGE_REQUEST).isEmpty()))
                .isTrue();
    }

    @Test
    void aKilledTownGoesOnWithWhatHadNoAnswer() {
        town.agent((start, turn) -> new Scene.Says(SOON, "First words of ", new Scene.Hangs()));
        town.chat("ada", CHANNEL, "@max what is going on?");
        town.run(() -> thread().contains("First words"));
        town.chat("ada", THREAD, "And what is next?");

        town.restart();
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.run(() -> thread().contains("Answer 3"));

        assertThat(town.turns.get(1))
                .contains("> what is going on?")
                .doesNotContain("what is next");
        assertThat(town.talkIn(THREAD).stream().skip(1))
                .containsExactly(
                        "overseer/ada: @max what is going on?",
                        "shop/crew/max: Answer 2",
                        "overseer/ada: And what is next?",
                        "shop/crew/max: Answer 3");
    }

    @Test
    void noPatrolEndsItAndIdleItAsksNoModel() {
        town.agent((start, turn) -> says("Fine."));
        town.chat("ada", CHANNEL, "@max how are you?");
        town.run(() -> thread().contains("Fine."));

        town.pass(Duration.ofHours(11));

        assertThat(town.turns).hasSize(1);
        assertThat(
                        town.ledger()
                                .<Boolean>read(view ->
                                        Crews.find(view, AgentTown.SHOP, "max").isPresent()))
                .isTrue();
        assertThat(town.git.tree(TREE).content()).containsKey("README.md");
    }

    @Test
    void aPersonStopsItAndItStaysInTheCrew() {
        town.agent((start, turn) -> new Scene.Says(SOON, "I am at it. ", new Scene.HangsForGood()));
        town.chat("ada", CHANNEL, "@max turn everything round");
        town.run(() -> thread().contains("I am at it."));
        town.chat("ada", THREAD, "and back again");
        assertThat(town.say("crew")).contains("@max", "answers ada");

        town.chat("ada", THREAD, "crew stop");
        town.run(() -> town.town().sessions().isEmpty());

        assertThat(thread()).contains("I am at it.\n\nStopped by ada.", "max is stopped;");
        assertThat(town.say("crew")).contains("@max", "idle");
        town.pass(Duration.ofHours(1));
        assertThat(town.turns).hasSize(1);
        town.agent((start, turn) -> says("Here I am."));
        town.chat("ada", THREAD, "are you there?");
        town.run(() -> thread().contains("Here I am."));
        assertThat(town.say("crew stop max")).contains("max had nothing to do");
    }

    @Test
    void whatIsSaidRightAfterAStopIsAnswered() {
        town.agent((start, turn) -> new Scene.HangsForGood());
        town.chat("ada", CHANNEL, "@max turn everything round");
        town.run(() -> town.turns.size() == 1);
        town.chat("ada", THREAD, "and back again");
        town.agent((start, turn) -> says("Answer to the third."));

        town.chat("ada", THREAD, "crew stop");
        town.chat("ada", THREAD, "are you there?");
        town.run(() -> thread().contains("Answer to the third."));

        assertThat(town.turns.get(1).split("# To be answered now", 2)[1])
                .contains("> are you there?")
                .doesNotContain("> and back", "> turn everything");
        assertThat(thread().split("Stopped by ada", -1)).as("both before it").hasSize(3);
    }

    @Test
    void aStopIsCarriedOutAfterARestart() {
        town.agent((start, turn) -> new Scene.HangsForGood());
        town.chat("ada", CHANNEL, "@max turn everything round");
        town.run(() -> town.turns.size() == 1);

        town.say("crew stop max");
        town.restart();
        town.run(() -> thread().contains("Stopped by ada."));
        town.pass(Duration.ofMinutes(30));

        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aStopOfOneThatIdlesStopsNothingThatIsSaidAfterARestart() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.chat("ada", CHANNEL, "@max are you there?");
        town.run(() -> thread().contains("Answer 1"));

        town.say("crew stop max");
        town.restart();
        town.pass(Duration.ofMinutes(1));
        town.chat("ada", THREAD, "and now?");
        town.run(() -> thread().contains("Answer 2"));

        assertThat(thread()).doesNotContain("Stopped");
    }

    @Test
    void whatIsStoppedBeforeItIsBegunSaysNothingOfTheAnswerBefore() {
        town.agent((start, turn) -> says("Answer " + town.turns.size()));
        town.chat("ada", CHANNEL, "@max are you there?");
        town.run(() -> thread().contains("Answer 1"));

        town.chat("ada", THREAD, "and now?");
        town.chat("ada", THREAD, "crew stop");
        town.run(() -> thread().contains("Stopped by ada."));

        assertThat(thread()).containsOnlyOnce("Answer 1").doesNotContain("Answer 2");
    }

    @Test
    void twoMembersHaveThreadsTreesAndNamesOfTheirOwn() {
        join("kim");
        town.agent((start, turn) -> says("I am " + start.agent().shortName() + "."));

        town.chat("ada", CHANNEL, "@max who are you?");
        town.run(() -> thread().contains("I am max."));
        town.chat("ada", THREAD, "@kim and you there?");
        Conversation kim = new Conversation.CrewThread(Agent.crewBead(AgentTown.SHOP, "kim"));
        town.run(() -> String.join("\n", town.talkIn(kim)).contains("I am kim."));
        town.chat("ada", CHANNEL, "@maxine are you there?");
        town.pass(Duration.ofMinutes(1));

        assertThat(town.turns).hasSize(2);
        assertThat(thread()).contains("kim answers in its thread").doesNotContain("I am kim.");
    }

    @Test
    void whoMayNotOperateTheRigIsToldSoAndNothingIsAsked() {
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            People.add(tx, "vic", Role.VIEWER);
                            return People.identify(tx, "vic", "web", "vic");
                        });

        town.chat("vic", CHANNEL, "@max what is going on?");

        assertThat(town.talkIn(CHANNEL)).last().asString().contains("needs the role operator");
        assertThat(town.ledger().<Boolean>read(view -> view.find(TALK).isEmpty())).isTrue();
        assertThat(town.talkIn(THREAD)).isEmpty();
    }

    @Test
    void itMakesBeadsAndPlansForThoseWhomItAnswers() {
        List<ToolAnswer> answers = new ArrayList<>();
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> {
                            answers.add(town.call(start, "create", "title", "Mend the gate"));
                            answers.add(town.call(start, "plan", "text", "- [ ] One\n- [ ] Two"));
                            answers.add(town.call(start, "done", "summary", "all of it"));
                        },
                        says("Made.")));

        town.chat("ada", CHANNEL, "@max cut it into pieces");
        town.run(() -> thread().contains("Made."));

        assertThat(answers.get(0).isError()).as(answers.get(0).text()).isFalse();
        assertThat(answers.get(1).isError()).as(answers.get(1).text()).isFalse();
        assertThat(answers.get(2).text()).contains("A crew has no tool 'done'");
        assertThat(answers.get(0).text()).contains("sh-");
        assertThat(
                        town.ledger()
                                .<String>read(view -> {
                                    BeadId convoy = Convoys.list(view).getFirst().id();
                                    return view.get(convoy).createdBy()
                                            + " for "
                                            + Convoys.get(view, convoy).owner();
                                }))
                .isEqualTo("shop/crew/max for overseer/ada");
    }

    @Test
    void aTurnThatIsCutOffCountsWithWhatItsAgentToldSoFar() {
        town.agent((start, turn) ->
                new Scene.Uses(
                        700, 50, new Scene.Says(SOON, "I am at it. ", new Scene.HangsForGood())));
        town.chat("ada", CHANNEL, "@max write a novel");
        town.run(() -> thread().contains("I am at it."));

        town.say("crew stop max");
        town.run(() -> thread().contains("Stopped by ada."));

        Spend spent = town.ledger().read(view -> Costs.of(view, MAX));
        assertThat(spent.tokens().total()).isEqualTo(750);
        assertThat(spent.unmeasured()).isEqualTo(1);
        assertThat(spent.turns()).isEqualTo(1);
    }

    @Test
    void aTurnThatIsLostWithTheTownIsCountedAsOne() {
        town.agent((start, turn) -> new Scene.Says(SOON, "I am at it. ", new Scene.HangsForGood()));
        town.chat("ada", CHANNEL, "@max write a novel");
        town.run(() -> thread().contains("I am at it."));
        town.agent((start, turn) -> says("Done."));

        town.restart();
        town.run(() -> thread().contains("Done."));

        Spend spent = town.ledger().read(view -> Costs.of(view, MAX));
        assertThat(spent.turns()).isEqualTo(2);
        assertThat(spent.unmeasured()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void itsTurnsCostItsRigAndItself() {
        town.agent((start, turn) -> says("Fine."));
        town.chat("ada", CHANNEL, "@max how are things?");
        town.run(() -> thread().contains("Fine."));

        assertThat(town.ledger().read(view -> Costs.of(view, MAX)).turns()).isEqualTo(1);
        assertThat(town.ledger().read(view -> Costs.of(view, town.rig().beadId())).turns())
                .isEqualTo(1);
    }

    @Test
    void aMemberWhoseRigRestsOrWhoLeftOrHasNoAgentSaysSo() {
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            Rigs.park(tx, AgentTown.SHOP);
                            return true;
                        });
        town.chat("ada", CHANNEL, "@max are you there?");
        town.run(() -> thread().contains("rig shop is parked. On the terminal: gt rig unpark"));

        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            Rigs.unpark(tx, AgentTown.SHOP);
                            return true;
                        });
        town.rigsAgent(Optional.empty());
        town.chat("ada", THREAD, "are you there now?");
        town.run(() -> thread().contains("I have no agent. Give rig shop one"));

        town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> {
                            Agent max = Crews.find(tx, AgentTown.SHOP, "max").orElseThrow();
                            Crews.removeWithRig(tx, max);
                            return true;
                        });
        assertThat(town.talkIn(THREAD).getFirst()).contains("max left the crew.");
        town.chat("ada", THREAD, "are you gone?");
        assertThat(town.talkIn(THREAD)).last().asString().contains("no more", "gt crew add max");
        assertThat(town.turns).isEmpty();
        assertThat(String.join("\n", town.talkIn(CHANNEL)))
                .contains("ada removed max from the crew.");
    }

    @Test
    void whoIsNotThereOrIsNotToBeNudgedIsAnsweredWithWhatToSay() {
        List<List<String>> cases =
                List.of(
                        List.of(
                                "@zed hi",
                                "Nobody called 'zed' is in a crew here; there is shop/max"),
                        List.of("handoff max", "Talk with it: `@max …`"),
                        List.of("nudge shop/max hurry", "talked with: `@max …`"),
                        List.of("crew add bob", "`gt crew add NAME`"));
        for (List<String> each : cases) {
            town.chat("ada", CHANNEL, each.getFirst());
            assertThat(town.talkIn(CHANNEL)).last().asString().contains(each.getLast());
        }
        town.chat("ada", CHANNEL, "@here hello");
        assertThat(town.talkIn(CHANNEL)).last().asString().doesNotContain("Nobody called");
    }

    @Test
    void amongSeveralOfOneNameThoseWhoLeftAreNotMeant() {
        town.ledger()
                .write(
                        Actor.overseer("ada"),
                        tx -> {
                            Crews.removeWithRig(
                                    tx, Crews.find(tx, AgentTown.SHOP, "max").orElseThrow());
                            return true;
                        });
        town.chat("ada", CHANNEL, "nudge frob");
        assertThat(town.talkIn(CHANNEL))
                .last()
                .asString()
                .contains("No agent is called 'frob'")
                .doesNotContain("crew/max");
    }

    @Test
    void anAgentNamedForAMemberComesBeforeTheRigs() {
        town.rigsAgent(Optional.empty());
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx ->
                                Crews.add(
                                        tx,
                                        Rigs.get(tx, AgentTown.SHOP),
                                        "kim",
                                        Optional.of("stub")));
        town.agent((start, turn) -> says("I am " + start.agent().shortName() + "."));

        town.chat("ada", CHANNEL, "@kim who are you?");
        Conversation kim = new Conversation.CrewThread(Agent.crewBead(AgentTown.SHOP, "kim"));
        town.run(() -> String.join("\n", town.talkIn(kim)).contains("I am kim."));
    }

    private BeadId bead(String title) {
        if (town.ledger()
                .<Boolean>read(view ->
                        view.ofType(Bead.TASK).stream()
                                .noneMatch(it -> it.title().equals(title)))) {
            town.say("new " + title);
        }
        return town.ledger()
                .read(view ->
                        view.ofType(Bead.TASK).stream()
                                .filter(it -> it.title().equals(title))
                                .findFirst()
                                .orElseThrow()
                                .id());
    }

    private static Scene says(String text) {
        return new Scene.LiesDone(SOON, text);
    }

    private String thread() {
        return String.join("\n", town.talkIn(THREAD));
    }
}
