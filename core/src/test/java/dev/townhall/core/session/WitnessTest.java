package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.tool.ToolAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final Actor WITNESS = Actor.witness(AgentTown.SHOP);

    private final AgentTown town = new AgentTown();
    private final List<SessionStart> judged = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<ToolAnswer> answers = new ArrayList<>();

    @Test
    void whatTheWitnessAcceptsIsMergedAndTheThreadSaysSo() {
        plays(
                (start, turn) -> works(start, Map.of("metrics.txt", "3")),
                (start, turn) -> says(start, "accepted", "metrics are counted: metrics.txt"));

        BeadId bead = town.slingWitnessed("Count requests", "It is done when metrics are counted.");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.merged()).containsEntry("metrics.txt", "3");
        assertThat(town.posts())
                .contains("The witness accepted " + bead, "metrics are counted: metrics.txt");
        assertThat(judged).hasSize(1);
        assertThat(judged.getFirst().agent()).isEqualTo(WITNESS);
        assertThat(seen.getFirst())
                .startsWith("You are a witness.")
                .contains("It is done when metrics are counted.", "1 file, +1 -0", "metrics.txt +1")
                .contains("git diff", "says that " + bead + " is done", "> did it")
                .doesNotContain("You began from", "Your commits go to");
        assertThat(hookOfWitness()).isInstanceOf(Hook.Empty.class);
        assertThat(town.ledger().<Long>read(view -> Costs.of(view, bead).turns()))
                .as("the witness's turn is the bead's cost too")
                .isEqualTo(2);
    }

    @Test
    void whatTheWitnessDoesNotAcceptGoesBackToItsWorkerWithTheReasons() {
        plays(
                (start, turn) ->
                        turn.instruction().contains("metrics are missing")
                                ? works(start, Map.of("metrics.txt", "3"))
                                : works(start, Map.of("limit.txt", "100")),
                (start, turn) ->
                        town.git.tree(start.folder()).read("metrics.txt").isPresent()
                                ? says(start, "accepted", "both criteria are met")
                                : says(start, "not-accepted", "metrics are missing: count them"));

        BeadId bead = town.slingWitnessed("Limit and count", "");
        town.run(() -> town.bead(bead).isClosed());

        String rework = worked().get(1);
        assertThat(rework)
                .contains("the witness did not accept it", "The witness wrote:")
                .contains("> metrics are missing: count them");
        assertThat(town.posts())
                .contains("Sent back " + bead + ": the witness did not accept it. Try 2")
                .contains("metrics are missing: count them");
        assertThat(town.merged()).containsKey("metrics.txt");
        assertThat(judged).hasSize(2);
    }

    @Test
    void theWitnessOfAParkedRigWaitsForNoTurn() {
        plays(
                (start, turn) -> {
                    town.machine.load(9);
                    return works(start, Map.of("a.txt", "a"));
                },
                (start, turn) -> says(start, "accepted", "it is there"));
        town.slingWitnessed("Say hello", "");
        town.run(() -> !town.waiting().isEmpty());

        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            Rigs.park(tx, AgentTown.SHOP);
                            return true;
                        });
        town.pass(Duration.ofMinutes(1));

        assertThat(town.waiting()).isEmpty();
    }

    @Test
    void aWitnessThatNeverAcceptsMakesItAPersonsMatter() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) -> says(start, "not-accepted", "not like this"));

        BeadId bead = town.slingWitnessed("Please nobody", "");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(judged).hasSize(4);
        assertThat(town.posts()).contains("It was tried 4 times.");
        assertThat(town.merged()).doesNotContainKey("a.txt");
    }

    @Test
    void withoutAVerdictAPersonIsAskedAndNothingIsMerged() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) -> new Scene.LiesDone(A_WHILE, "Looks good to me!"));

        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(seen).hasSize(4);
        assertThat(seen.get(1)).contains("you gave no verdict", "call the tool verdict");
        assertThat(town.posts()).contains("Its witness gave no verdict", "Looks good to me!");
        assertThat(town.merged()).doesNotContainKey("a.txt");
        assertThat(hookOfWitness()).isInstanceOf(Hook.Empty.class);
    }

    @Test
    void aWitnessThatIsLostAgainAndAgainBecomesAPersonsQuestion() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) -> new Scene.Crashes(A_WHILE, Map.of()));

        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(judged).hasSize(3);
        assertThat(town.posts())
                .contains("Its witness gave no verdict: Its agent was lost 3 times");
    }

    @Test
    void theWitnessReadsACheckoutOfTheResultAndWhatItWritesThereIsNobodysWork() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        new Scene.Acts(
                                () -> {
                                    town.git.tree(start.folder()).write("a.txt", "better");
                                    town.git.tree(start.folder()).write("b.txt", "b");
                                },
                                says(start, "accepted", "fine")));

        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.bead(bead).isClosed());

        SessionStart start = judged.getFirst();
        assertThat(start.folder()).isNotEqualTo(town.folder());
        assertThat(start.confinement().isReadOnly(start.folder())).isTrue();
        assertThat(start.confinement().writable()).doesNotContain(start.folder());
        assertThat(town.merged()).containsEntry("a.txt", "a").doesNotContainKey("b.txt");
    }

    @Test
    void theVerificationByCommandsComesFirst() {
        plays(
                (start, turn) ->
                        turn.script().isPresent()
                                ? new Scene.Fails(A_WHILE, Map.of(), 1, "no such file")
                                : works(start, Map.of("a.txt", "a")),
                (start, turn) -> says(start, "accepted", "fine"));

        BeadId bead = town.slingWitnessed("Say hello", "```verify\ntest -f b.txt\n```");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(judged).isEmpty();
    }

    @Test
    void whatCommandsDidIsJudgedToo() {
        plays(
                (start, turn) -> new Scene.Works(A_WHILE, Map.of("a.txt", "a"), ""),
                (start, turn) -> says(start, "accepted", "fine"));

        BeadId bead = town.slingWitnessed("Say hello", "```sh\necho a > a.txt\n```");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(judged).hasSize(1);
        assertThat(town.merged()).containsEntry("a.txt", "a");
    }

    @Test
    void workWithoutAChangeIsClosedByTheVerdict() {
        plays(
                (start, turn) -> works(start, Map.of()),
                (start, turn) -> says(start, "accepted", "the answer is right"));

        BeadId bead = town.slingWitnessed("Find out why", "");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(seen.getFirst()).contains("Nothing was changed");
        assertThat(town.bead(bead).closeReason()).isEqualTo("accepted by shop/witness");
    }

    @Test
    void aRestartInTheMiddleOfAJudgementBeginsItAnew() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        judged.size() == 1
                                ? new Scene.Hangs()
                                : says(start, "accepted", "fine after all"));
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> !judged.isEmpty());

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(judged).hasSize(2);
        assertThat(judged.get(1).fence()).isGreaterThan(judged.get(0).fence());
        assertThat(worked()).as("the worker is not asked again").hasSize(1);
    }

    @Test
    void aVerdictOutlivesACrashOfTheTown() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        new Scene.Acts(
                                () -> verdict(start, "accepted", "fine"), new Scene.Hangs()));
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> !answers.isEmpty());

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(judged).hasSize(1);
        assertThat(town.merged()).containsKey("a.txt");
    }

    @Test
    void aSupersededSessionGivesNoVerdict() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        judged.size() == 1
                                ? new Scene.Hangs()
                                : says(start, "not-accepted", "b is missing"));
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> judged.size() == 1);
        SessionStart old = judged.getFirst();
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> Hooks.supersede(tx, Agent.witnessBead(AgentTown.SHOP), old.fence()));

        verdict(old, "accepted", "fine");
        town.run(() -> judged.size() == 2 && answers.size() == 2);

        assertThat(answers).extracting(ToolAnswer::isError).containsExactly(true, false);
        assertThat(answers.getFirst().text()).contains("superseded");
        assertThat(town.bead(bead).isClosed()).isFalse();
    }

    @Test
    void thereIsNoVerdictOnWhatAPersonTookOutOfTheQueue() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) -> new Scene.Hangs());
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> judged.size() == 1);
        town.say("mq reject " + bead);

        verdict(judged.getFirst(), "accepted", "fine");
        town.pass(Duration.ofHours(1));

        assertThat(answers.getFirst().isError()).isTrue();
        assertThat(town.merged()).doesNotContainKey("a.txt");
        assertThat(verdicts()).isEmpty();
    }

    @Test
    void aVerdictThatAPersonOverrulesIsInTheHistoryAllTheSame() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        new Scene.Acts(
                                () -> verdict(start, "accepted", "fine"), new Scene.Hangs()));
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> !answers.isEmpty());

        town.say("mq reject " + bead);
        town.pass(Duration.ofHours(1));

        assertThat(verdicts()).extracting(TownEvent.WorkWitnessed::reasons).containsExactly("fine");
        assertThat(town.merged()).doesNotContainKey("a.txt");
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
    }

    @Test
    void aSecondVerdictIsRefused() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        new Scene.Acts(
                                () -> verdict(start, "accepted", "fine"),
                                says(start, "not-accepted", "no, wait")));

        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(answers).extracting(ToolAnswer::isError).containsExactly(false, true);
    }

    @Test
    void aRigWithoutAnAgentForItsWitnessSaysHowToSetOneAndGoesOnOnceThereIsOne() {
        plays(
                (start, turn) -> new Scene.Works(A_WHILE, Map.of("a.txt", "a"), ""),
                (start, turn) -> says(start, "accepted", "fine"));
        town.rigsAgent(Optional.empty());

        BeadId bead = town.slingWitnessed("Say hello", "```sh\necho a > a.txt\n```");
        town.run(() -> town.posts().contains("has no agent for its witness"));
        assertThat(town.posts()).contains("[agents.roles] witness", "gt rig set shop --agent");
        assertThat(town.ledger().<WorkLine>read(view -> WorkLine.of(view, bead)).stage())
                .isEqualTo(WorkLine.Stage.HINDERED);
        town.pass(Duration.ofHours(3));
        assertThat(town.bead(bead).isClosed()).isFalse();

        town.rigsAgent(Optional.of("stub"));
        town.run(() -> town.bead(bead).isClosed());
        assertThat(judged).hasSize(1);
    }

    @Test
    void aPersonWhoTakesTheRequestOutOfTheQueueFreesTheWitness() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        judged.size() == 1 ? new Scene.Hangs() : says(start, "accepted", "fine"));
        BeadId first = town.slingWitnessed("First", "");
        town.run(() -> judged.size() == 1);
        BeadId second = town.slingWitnessed("Second", "");
        town.pass(Duration.ofMinutes(2));
        assertThat(judged).as("one after another").hasSize(1);

        town.say("mq reject " + first);
        assertThat(hookOfWitness()).as("in the same transaction").isInstanceOf(Hook.Empty.class);
        town.run(() -> town.bead(second).isClosed());

        assertThat(town.bead(first).status()).isEqualTo(BeadStatus.BLOCKED);
        assertThat(judged).extracting(SessionStart::bead).containsExactly(first, second);
    }

    @Test
    void whatTheWitnessAsksAPersonHoldsTheVerdictUntilTheAnswer() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        turn.instruction().contains("Answers to you")
                                ? says(start, "accepted", "as answered")
                                : new Scene.Acts(
                                        () -> town.call(start, "ask", "question", "Is a enough?"),
                                        new Scene.LiesDone(A_WHILE, "")));
        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.posts().contains("Is a enough?"));
        town.pass(Duration.ofMinutes(30));
        String inbox = town.say("inbox");
        String id = inbox.substring(inbox.indexOf("hq-q")).replaceAll("(?s)[^a-z0-9-].*", "");

        town.say("reply " + id + " yes");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(seen.getLast()).contains("Is a enough?", "> yes");
    }

    @Test
    void whatNobodyCanJudgeTheWitnessGivesToAPerson() {
        plays(
                (start, turn) -> works(start, Map.of("a.txt", "a")),
                (start, turn) ->
                        new Scene.Acts(
                                () ->
                                        town.call(
                                                start,
                                                "escalate",
                                                "reason",
                                                "it contradicts itself"),
                                new Scene.LiesDone(A_WHILE, "")));

        BeadId bead = town.slingWitnessed("Say hello", "");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("it contradicts itself");
        assertThat(hookOfWitness()).isInstanceOf(Hook.Empty.class);
        town.pass(Duration.ofHours(1));
        assertThat(town.merged()).doesNotContainKey("a.txt");
    }

    private void plays(
            BiFunction<SessionStart, Turn, Scene> worker,
            BiFunction<SessionStart, Turn, Scene> witness) {
        town.agent((start, turn) -> {
            if (!start.agent().equals(WITNESS)) {
                return worker.apply(start, turn);
            }
            seen.add(turn.instruction());
            if (judged.isEmpty() || !judged.getLast().equals(start)) {
                judged.add(start);
            }
            return witness.apply(start, turn);
        });
    }

    /// What the worker was told, turn by turn.
    private List<String> worked() {
        return town.turns.stream().filter(turn -> turn.startsWith("You are a polecat.")).toList();
    }

    private Scene works(SessionStart start, Map<String, String> files) {
        return new Scene.Acts(
                () -> {
                    files.forEach(town.git.tree(start.folder())::write);
                    town.worksIn(start.folder());
                    town.call(start, "done", "summary", "did it");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }

    private Scene says(SessionStart start, String verdict, String reasons) {
        return new Scene.Acts(
                () -> verdict(start, verdict, reasons), new Scene.LiesDone(A_WHILE, ""));
    }

    private void verdict(SessionStart start, String verdict, String reasons) {
        answers.add(town.call(start, "verdict", "verdict", verdict, "reasons", reasons));
    }

    private List<TownEvent.WorkWitnessed> verdicts() {
        return town.ledger().events(0, 100_000).stream()
                .map(Events::read)
                .filter(TownEvent.WorkWitnessed.class::isInstance)
                .map(TownEvent.WorkWitnessed.class::cast)
                .toList();
    }

    private Hook hookOfWitness() {
        return town.ledger().read(view -> Hooks.of(view, Agent.witnessBead(AgentTown.SHOP)));
    }
}
