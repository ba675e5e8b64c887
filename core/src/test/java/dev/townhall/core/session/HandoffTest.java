package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.hook.Course;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An agent goes on in a fresh session, with what it wrote down.
final class HandoffTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final BeadId NUX = new BeadId("hq-polecat-shop-nux");

    private final AgentTown town = new AgentTown();

    @Test
    void aFreshSessionInTheSameTreeIsToldWhatWasHandedOff() {
        List<SessionStart> starts = new ArrayList<>();
        town.agent((start, turn) -> {
            starts.add(start);
            return starts.size() == 1 ? handsOff(start, "parser done") : done(start);
        });

        BeadId bead = town.sling("Write a parser");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns).hasSize(2);
        assertThat(town.turns.get(1))
                .contains(
                        "What the session before left",
                        "> parser done",
                        "You handed over to yourself");
        assertThat(starts.get(1).folder()).isEqualTo(starts.get(0).folder());
        assertThat(starts.get(1).fence()).isGreaterThan(starts.get(0).fence());
        assertThat(town.merged()).containsEntry("a.txt", "a");
    }

    @Test
    void aHandoffIsNoSilenceAndNoLoss() {
        town.agent((start, turn) ->
                town.turns.size() <= 6
                        ? new Scene.Acts(
                                () ->
                                        town.git
                                                .tree(start.folder())
                                                .write("a.txt", "part " + town.turns.size()),
                                handsOff(start, "more to do"))
                        : done(start));

        BeadId bead = town.sling("Write a parser");
        town.run(() -> town.turns.size() == 6);
        assertThat(course().quietTurns()).isZero();
        assertThat(course().lostSessions()).isZero();
        assertThat(course().idleHandoffs()).isZero();
        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns).hasSize(7);
    }

    @Test
    void handoffsThatLeaveTheTreeAsItWasBecomeAPersonsQuestion() {
        town.agent((start, turn) ->
                town.turns.size() == 2
                        ? new Scene.Acts(
                                () -> town.git.tree(start.folder()).write("a.txt", "half"),
                                handsOff(start, "half of it"))
                        : handsOff(start, "more to do"));

        BeadId bead = town.sling("Write a parser");
        town.run(() -> town.bead(bead).status().equals(BeadStatus.BLOCKED));

        assertThat(town.turns).as("one before the change, the change, five after").hasSize(7);
        assertThat(town.posts()).contains("handed off 5 times in a row, and nothing changed");
    }

    @Test
    void aHandoffOutlivesTheTownAndTheSessionsAfterIt() {
        town.agent((start, turn) -> handsOff(start, "parser done"));
        town.sling("Write a parser");
        town.run(() -> town.turns.size() == 1 && left());
        town.agent((start, turn) -> new Scene.Crashes(A_WHILE, Map.of()));

        town.restart();
        town.run(() -> town.turns.size() == 3);

        assertThat(town.turns.get(1)).contains("> parser done", "You handed over to yourself");
        assertThat(town.turns.get(2)).contains("> parser done", "ended without a word");
    }

    @Test
    void anotherTryAtTheWorkIsNotToldAnOldHandoff() {
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? handsOff(start, "parser done")
                        : new Scene.LiesDone(A_WHILE, ""));
        town.sling("Write a parser");

        town.run(() -> town.turns.size() == 6);

        assertThat(town.turns.get(5)).contains("Try 2").doesNotContain("parser done");
    }

    @Test
    void anAgentWhoseContextFillsIsAskedToHandOff() {
        town.agent((start, turn) ->
                switch (town.turns.size()) {
                    case 1 -> new Scene.Fills(799, 1_000, new Scene.LiesDone(A_WHILE, ""));
                    case 2 -> new Scene.Fills(840, 1_000, new Scene.LiesDone(A_WHILE, ""));
                    case 3 -> handsOff(start, "half of it");
                    default -> new Scene.LiesDone(A_WHILE, "");
                });
        town.sling("Write a parser");

        town.run(() -> town.turns.size() == 5);

        assertThat(town.turns.get(1)).doesNotContain("context");
        assertThat(town.turns.get(2)).contains("Your context is 84 % full", "call `handoff` now");
        assertThat(town.turns.get(3)).contains("> half of it");
        assertThat(town.turns.get(4)).as("the new session's is empty").doesNotContain("% full");
    }

    @Test
    void aPersonAsksForAHandoff() {
        town.agent((start, turn) ->
                turn.instruction().contains("A person wants you to hand off")
                        ? handsOff(start, "all I know")
                        : new Scene.Hangs());
        town.sling("Write a parser");
        town.run(() -> town.turns.size() == 1);

        String answer = town.say("handoff nux --mode interrupt it goes in circles");
        town.run(() -> town.turns.size() == 3);

        assertThat(answer).contains("Asked nux to hand off. If a turn of it runs, that is ended;");
        assertThat(town.turns.get(1)).contains("call `handoff` now", "> it goes in circles");
        assertThat(town.turns.get(2)).contains("> all I know");
        assertThat(town.started).hasSize(2);
    }

    @Test
    void whoHasNothingToHandOffIsNotAsked() {
        town.agent((start, turn) -> done(start));
        BeadId bead = town.sling("Write a parser");
        town.run(() -> town.bead(bead).isClosed());

        assertThatThrownBy(() -> town.say("handoff nux"))
                .hasMessageContaining("nothing to hand off: its hook is empty");
    }

    @Test
    void whatIsClaimedDoneIsNotHandedOff() {
        List<String> answers = new ArrayList<>();
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> {
                            town.git.tree(start.folder()).write("a.txt", "a");
                            town.call(start, "done", "summary", "all");
                            answers.add(town.call(start, "handoff", "summary", "no").text());
                        },
                        new Scene.LiesDone(A_WHILE, "")));
        BeadId bead = town.sling("Write a parser");
        town.run(() -> town.bead(bead).isClosed());

        assertThat(answers.getFirst()).contains("There is nothing to hand off");
        assertThat(town.turns).hasSize(1);
    }

    private boolean left() {
        return town.ledger().<Boolean>read(view -> Handoffs.last(view, NUX).isPresent());
    }

    private Course course() {
        return town.ledger()
                .<Course>read(view -> ((Hook.Loaded) Hooks.of(view, NUX)).courseSoFar());
    }

    private Scene handsOff(SessionStart start, String summary) {
        return new Scene.Acts(
                () ->
                        assertThat(town.call(start, "handoff", "summary", summary).isError())
                                .isFalse(),
                new Scene.LiesDone(A_WHILE, ""));
    }

    private Scene done(SessionStart start) {
        return new Scene.Acts(
                () -> {
                    town.git.tree(start.folder()).write("a.txt", "a");
                    town.call(start, "done", "summary", "all of it");
                },
                new Scene.LiesDone(A_WHILE, "done"));
    }
}
