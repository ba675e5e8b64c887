package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentDriveTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);

    private final AgentTown town = new AgentTown();

    @Test
    void whatAnAgentClaimsDoneIsSavedMergedAndClosed() {
        town.agent((start, turn) -> done(start, Map.of("hello.txt", "hello")));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.bead(bead).closeReason()).startsWith("merged as ");
        assertThat(town.turns).hasSize(1);
        assertThat(town.turns.getFirst())
                .startsWith("You are a polecat.")
                .contains("On your hook: " + bead, "Say hello");
    }

    @Test
    void aTurnThatEndsWithoutAWordIsFollowedByAReminderAndThenTaken() {
        town.agent((start, turn) -> new Scene.LiesDone(A_WHILE, "All done!"));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.turns).hasSize(4 * 4);
        assertThat(town.turns.get(1))
                .contains("neither done nor asked about", "call the tool done");
        assertThat(town.turns.get(3)).contains("last reminder");
        assertThat(town.posts()).contains("without saying what became of the work", "All done!");
    }

    @Test
    void anAgentWithoutMemoryIsToldEverythingInEachTurnAndHowToCallTheTown() {
        town.agentsForget();
        town.agent((start, turn) ->
                town.turns.size() < 3
                        ? new Scene.LiesDone(A_WHILE, "Hm.")
                        : done(start, Map.of("hello.txt", "hello")));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.started).hasSize(1);
        assertThat(town.turns)
                .hasSize(3)
                .allSatisfy(turn ->
                        assertThat(turn)
                                .startsWith("You are a polecat.")
                                .contains("On your hook: " + bead, "words of the program `gt`"));
        assertThat(town.turns.getFirst()).doesNotContain("You were here before");
        assertThat(town.turns.getLast())
                .contains("You were here before", "neither done nor asked about");
    }

    @Test
    void anAgentWithoutMemoryThatIsNudgedAfterItsLastWordIsToldEverythingAnew() {
        town.agentsForget();
        town.agent((start, turn) ->
                turn.instruction().contains("Look again")
                        ? new Scene.LiesDone(A_WHILE, "")
                        : new Scene.Acts(
                                () -> town.call(start, "ask", "question", "Which colour?"),
                                new Scene.LiesDone(A_WHILE, "")));

        town.sling("Paint it");
        town.run(() -> town.posts().contains("Which colour?"));
        town.say("nudge nux");
        town.run(() -> town.turns.size() == 2);

        assertThat(town.turns.getLast())
                .startsWith("You are a polecat.")
                .contains("You were here before", "What you said of your work stands");
    }

    @Test
    void aClaimWithoutAChangeIsSentBack() {
        town.agent((start, turn) -> done(start, Map.of()));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("nothing was changed and nothing proves it done");
    }

    @Test
    void aQuestionOutlivesTheSessionAndItsAnswerComesWithTheNext() {
        town.agent((start, turn) ->
                turn.instruction().contains("Answers to you")
                        ? done(start, Map.of("colour.txt", "blue"))
                        : new Scene.Acts(
                                () -> town.call(start, "ask", "question", "Which colour?"),
                                new Scene.LiesDone(A_WHILE, "")));
        BeadId bead = town.sling("Paint it");
        town.run(() -> town.posts().contains("Which colour?"));
        town.pass(Duration.ofMinutes(30));
        assertThat(town.turns).hasSize(1);

        town.restart();
        town.pass(Duration.ofMinutes(5));
        String inbox = town.say("inbox");
        String id = inbox.substring(inbox.indexOf("hq-q")).replaceAll("(?s)[^a-z0-9-].*", "");
        town.say("reply " + id + " blue, please");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns.getLast()).contains("Which colour?", "blue, please");
        assertThat(town.bead(bead).closeReason()).startsWith("merged as ");
    }

    @Test
    void whatPolicyAllowsNobodyIsAskedAbout() {
        town.agent((start, turn) ->
                new Scene.Asks(
                        "mcp__townhall__done",
                        done(start, Map.of("a.txt", "a")),
                        new Scene.LiesDone(A_WHILE, "refused")));
        // The twin says "execute" of every request, which says nothing of a command: it is asked.
        BeadId bead = town.sling("Say hello");
        town.run(() -> !town.permissions().isEmpty());

        assertThat(town.permissions()).hasSize(1);
        town.say("approve " + town.permissions().getFirst().id());
        town.run(() -> town.bead(bead).isClosed());
        assertThat(town.posts()).contains("it does not say what it would run", "approved by ada");
    }

    @Test
    void aDenialIsToldInTheNextTurn() {
        town.agent((start, turn) ->
                turn.instruction().contains("were refused")
                        ? done(start, Map.of("a.txt", "a"))
                        : new Scene.Asks(
                                "docker compose up",
                                new Scene.LiesDone(A_WHILE, "ran"),
                                new Scene.LiesDone(A_WHILE, "")));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !town.permissions().isEmpty());

        town.say("deny " + town.permissions().getFirst().id());
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns.get(1)).contains("docker compose up: ada said no");
    }

    @Test
    void anUnansweredPermissionIsRefusedInTheEnd() {
        town.agent((start, turn) ->
                turn.instruction().contains("nobody answered in time")
                        ? done(start, Map.of("a.txt", "a"))
                        : new Scene.Asks(
                                "docker compose up",
                                new Scene.LiesDone(A_WHILE, "ran"),
                                new Scene.LiesDone(A_WHILE, "")));
        BeadId bead = town.sling("Say hello");
        town.run(() -> !town.permissions().isEmpty());
        town.pass(Duration.ofHours(11));
        assertThat(town.turns).as("the turn waits").hasSize(1);
        town.pass(Duration.ofHours(11));
        town.run(() -> town.bead(bead).isClosed() || town.turns.size() > 1);

        town.run(() -> town.bead(bead).isClosed());
        assertThat(town.turns.get(1)).contains("nobody answered in time");
    }

    @Test
    void aPermissionThatASessionTookToItsGraveIsAskedNoMore() {
        town.agent((start, turn) -> new Scene.Asks("docker", new Scene.Hangs(), new Scene.Hangs()));
        town.sling("Say hello");
        town.run(() -> !town.permissions().isEmpty());
        BeadId asked = town.permissions().getFirst().id();

        town.restart();
        town.run(() -> town.bead(asked).isClosed());

        assertThat(town.bead(asked).closeReason()).startsWith("superseded");
    }

    @Test
    void aSessionThatWasLostIsFollowedByOneThatFindsItsWork() {
        town.agent((start, turn) ->
                turn.instruction().contains("ended without a word")
                        ? done(start, Map.of("second.txt", "2"))
                        : new Scene.Crashes(A_WHILE, Map.of("first.txt", "1")));

        BeadId bead = town.sling("Count");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns).hasSize(2);
        assertThat(town.git.tree(town.folder()).content())
                .containsEntry("first.txt", "1")
                .containsEntry("second.txt", "2");
    }

    @Test
    void anAgentThatIsAlwaysLostBecomesAPersonsQuestion() {
        town.agent((start, turn) -> new Scene.Crashes(A_WHILE, Map.of()));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.turns).hasSize(3);
        assertThat(town.posts()).contains("Its agent was lost 3 times in a row.");
    }

    @Test
    void noTurnIsGivenBeforeTheToolsWereFetched() {
        town.neverFetchesTools();

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.turns).isEmpty();
    }

    @Test
    void aClaimOutlivesACrashOfTheTown() {
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> {
                            town.git.tree(start.folder()).write("a.txt", "a");
                            town.call(start, "done", "summary", "said hello");
                        },
                        new Scene.Hangs()));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.posts().contains("claim") || !town.turns.isEmpty());
        town.agent((start, turn) -> new Scene.Hangs());

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aVerificationJudgesWhatAnAgentClaims() {
        town.agent((start, turn) ->
                turn.script().isPresent()
                        ? new Scene.Fails(A_WHILE, Map.of(), 1, "no such file")
                        : done(start, Map.of("a.txt", "a")));

        BeadId bead = town.sling("Say hello", "```verify\ntest -f b.txt\n```");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.posts()).contains("The verification failed", "no such file");
    }

    @Test
    void whatAVerificationLeftWhenTheTownDiedIsNotTheAgentsWork() {
        boolean[] died = {false};
        town.agent((start, turn) -> {
            if (turn.script().isEmpty()) {
                return done(start, Map.of("a.txt", "a"));
            }
            if (died[0]) {
                return new Scene.LiesDone(A_WHILE, "verified");
            }
            return new Scene.Acts(
                    () -> {
                        town.git.tree(start.folder()).write("report.xml", "half a report");
                        died[0] = true;
                    },
                    new Scene.Hangs());
        });
        BeadId bead = town.sling("Say hello", "```verify\ntest -f a.txt\n```");
        town.run(() -> died[0]);

        town.restart();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.merged()).containsEntry("a.txt", "a").doesNotContainKey("report.xml");
        assertThat(town.turns).as("the agent is not asked again").hasSize(3);
    }

    @Test
    void turnsAreBooked() {
        town.agent((start, turn) -> done(start, Map.of("a.txt", "a")));

        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.ledger().<Long>read(view -> Costs.of(view, bead).turns())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "```verify\ntrue\n```"})
    void whatAWorkerPlantsIsToldOfEachSession(String below) {
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> town.git.tree(start.folder()).plant("core.fsmonitor"),
                        done(start, Map.of(start.bead() + ".txt", "a"))));

        BeadId first = town.sling("First", below);
        town.run(() -> town.bead(first).isClosed());
        assertThat(planted()).containsExactly("raised");

        BeadId second = town.sling("Second", below);
        town.run(() -> town.bead(second).isClosed());
        assertThat(planted()).containsExactly("raised", "cleared", "raised");
    }

    /// What was told of traps, in order.
    private List<String> planted() {
        List<String> told = new ArrayList<>();
        for (EventRecord event : town.ledger().events(1, 10_000)) {
            switch (Events.read(event)) {
                case TownEvent.FindingRaised raised when raised.kind().equals("planted") ->
                        told.add("raised");
                case TownEvent.FindingCleared cleared when cleared.kind().equals("planted") ->
                        told.add("cleared");
                case TownEvent _ -> {}
            }
        }
        return told;
    }

    private Scene done(SessionStart start, Map<String, String> files) {
        return new Scene.Acts(
                () -> {
                    files.forEach(town.git.tree(start.folder())::write);
                    town.worksIn(start.folder());
                    town.call(start, "done", "summary", "said hello");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }
}
