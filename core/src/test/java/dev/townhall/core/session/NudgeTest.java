package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudges;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.tool.ToolAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// Agents are told to look again: when, how often, and what becomes of it when sessions or the town
/// are lost.
final class NudgeTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final BeadId NUX = new BeadId("hq-polecat-shop-nux");

    private final AgentTown town = new AgentTown();
    private final List<SessionStart> starts = new ArrayList<>();

    @Test
    void aQueuedNudgeComesWithTheNextTurnAndMakesNone() {
        BeadId bead = atWork();

        String answer = town.say("nudge nux --mode queue the API has changed");
        town.pass(Duration.ofMinutes(1));

        assertThat(answer).contains("Nudged nux", "told with its next turn");
        assertThat(town.turns).hasSize(1);
        assertThat(receipts()).containsExactly("queued 1");

        thenIsDone(bead);
        town.run(() -> town.turns.size() == 2);
        assertThat(town.turns.get(1))
                .contains("# Look again", "Nudged by overseer/ada", "> the API has changed");
        town.run(() -> town.bead(bead).isClosed());
        assertThat(receipts()).containsExactly("queued 1", "delivered 1");
    }

    @Test
    void aNudgeAfterTheTurnIsATurnOfItsOwnEvenAfterDone() {
        BeadId bead = atWork();
        town.say("nudge nux");

        end("done", "summary", "said hello");
        town.run(() -> town.turns.size() == 2);

        assertThat(town.turns.get(1)).contains("What you said of your work stands", "Look again");
        assertThat(town.bead(bead).isClosed()).isFalse();
        town.agent((start, turn) -> new Scene.LiesDone(A_WHILE, ""));
        town.say("nudge nux --mode interrupt");
        town.run(() -> town.bead(bead).isClosed());
        assertThat(town.turns).hasSize(3);
        assertThat(town.started).hasSize(1);
    }

    /// Each of its last turns is nudged by a colleague.
    @Test
    void anotherAgentCannotKeepWorkThatIsDoneFromBeingJudged() {
        BeadId bead = atWork();
        town.sling("Say more");
        town.run(() -> starts.size() == 2);
        SessionStart nux = starts.get(0);
        SessionStart furiosa = starts.get(1);
        Runnable nudges = () -> town.call(furiosa, "nudge", "agent", "nux", "mode", "after-turn");
        town.agent((start, turn) ->
                start.equals(nux)
                        ? new Scene.Acts(nudges, new Scene.LiesDone(A_WHILE, ""))
                        : new Scene.Hangs());
        nudges.run();
        town.git.tree(nux.folder()).write("a.txt", "a");
        assertThat(town.call(nux, "done", "summary", "said hello").isError()).isFalse();

        town.run(() -> town.bead(bead).isClosed());

        assertThat(town.turns.stream().filter(turn -> turn.contains("stands"))).hasSize(1);
        assertThat(receipts()).containsSubsequence("queued 1", "delivered 1", "queued 2");
    }

    @Test
    void aQueuedNudgeGetsNoTurnAfterDone() {
        BeadId bead = atWork();
        town.say("nudge nux --mode queue");

        end("done", "summary", "said hello");
        town.run(() -> town.bead(bead).isClosed());
        town.pass(Nudges.TTL);

        assertThat(town.turns).hasSize(1);
        assertThat(receipts()).containsExactly("queued 1", "expired 1");
    }

    @Test
    void anAgentThatAskedIsNudgedBeforeItsSessionEnds() {
        atWork();
        town.say("nudge nux");

        end("ask", "question", "Which one?");
        town.run(() -> town.turns.size() == 2);

        assertThat(town.turns.get(1)).contains("What you said of your work stands");
        assertThat(town.started).hasSize(1);
    }

    @Test
    void anInterruptionEndsTheTurnWhichCountsAsNobodysSilence() {
        BeadId bead = atWork();

        for (int i = 0; i < 6; i++) {
            int before = town.turns.size();
            town.say("nudge nux --mode interrupt look at the API");
            town.run(() -> town.turns.size() > before);
        }

        assertThat(town.turns).hasSize(7);
        assertThat(town.turns.getLast())
                .contains("Your turn was ended so that you look again", "> look at the API");
        assertThat(town.started).hasSize(1);
        assertThat(town.bead(bead).status().text()).isEqualTo("hooked");
    }

    @Test
    void anInterruptionTakesBackWhatWasAsked() {
        town.agent((start, turn) ->
                town.turns.size() == 1
                        ? new Scene.Asks("git push", new Scene.Hangs(), new Scene.Hangs())
                        : new Scene.Hangs());
        town.sling("Say hello");
        town.run(() -> town.permissions().size() == 1);

        town.say("nudge nux --mode interrupt");
        town.run(() -> town.turns.size() == 2);

        assertThat(town.permissions()).isEmpty();
    }

    @Test
    void aTurnThatCannotBeEndedIsLostAndTheNudgeComesWithTheNextSession() {
        town.agent((start, turn) ->
                town.started.size() == 1 ? new Scene.HangsForGood() : new Scene.Hangs());
        town.sling("Say hello");
        town.run(() -> town.turns.size() == 1);

        town.say("nudge nux --mode interrupt the API");
        town.run(() -> town.turns.size() == 2);

        assertThat(town.started).hasSize(2);
        assertThat(town.turns.get(1)).contains("You are a polecat", "> the API");
        assertThat(receipts()).containsExactly("queued 1", "delivered 1");
    }

    @Test
    void aNudgeOfAnAgentWithoutWorkWaitsAndExpires() {
        BeadId bead = atWork();
        end("done", "summary", "said hello");
        town.run(() -> town.bead(bead).isClosed());

        String answer = town.say("nudge nux --ttl 10m");
        town.pass(Duration.ofMinutes(9));
        assertThat(receipts()).containsExactly("queued 1");
        town.pass(Duration.ofMinutes(2));

        assertThat(answer).contains("Its hook is empty", "expires at");
        assertThat(receipts()).containsExactly("queued 1", "expired 1");
        town.sling("Say more");
        town.run(() -> town.turns.size() == 2);
        assertThat(town.turns.get(1)).doesNotContain("Look again");
    }

    @Test
    void aNudgeExpiresThoughTheTownWasDownThen() {
        atWork();
        town.say("nudge nux --mode queue --ttl 5m");
        town.agent((start, turn) -> new Scene.Hangs());
        town.time.moveTo(town.time.elapsed().plus(Duration.ofMinutes(6)));

        town.restart();
        town.run(() -> town.turns.size() == 2);

        assertThat(town.turns.get(1)).doesNotContain("Look again");
        assertThat(receipts()).containsExactly("queued 1", "expired 1");
    }

    /// The town is killed after each step the engine takes between the nudge and its turn.
    @Test
    void whereverTheTownIsKilledANudgeIsDeliveredOnce() {
        int turnsTold = 0;
        for (int steps = 0; steps < 12; steps++) {
            NudgeTest one = new NudgeTest();
            one.atWork();
            one.town.say("nudge nux --mode interrupt the API");
            for (int i = 0; i < steps; i++) {
                if (!one.town.step()) {
                    break;
                }
            }
            int before = one.town.turns.size();
            one.town.restart();
            one.town.run(() -> one.town.turns.size() > before);
            one.town.pass(Duration.ofMinutes(2));

            assertThat(one.receipts())
                    .as("killed after %s steps", steps)
                    .containsExactly("queued 1", "delivered 1");
            assertThat(one.town.turns.stream().filter(turn -> turn.contains("> the API")))
                    .as("killed after %s steps", steps)
                    .hasSize(1);
            turnsTold += before;
        }
        assertThat(turnsTold).as("some were killed before the turn, some after").isBetween(13, 23);
    }

    @Test
    void aSupersededSessionTakesNoNudge() {
        atWork();
        town.say("nudge nux --mode queue");
        long fence = fence();
        town.ledger().write(Actor.TOWN, tx -> Hooks.supersede(tx, NUX, fence));

        Assertions.assertThatThrownBy(
                        () -> town.ledger().write(Actor.TOWN, tx -> Nudges.deliver(tx, NUX, fence)))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("superseded");
        assertThat(receipts()).containsExactly("queued 1");

        town.run(() -> town.turns.size() == 2);
        assertThat(town.turns.get(1)).contains("Look again");
        assertThat(receipts()).containsExactly("queued 1", "delivered 1");
    }

    @Test
    void oneSenderHasFewNudgesWaiting() {
        atWork();
        for (int i = 0; i < Nudges.WAITING_OF_SENDER_MAX; i++) {
            town.say("nudge nux --mode queue");
        }

        Assertions.assertThatThrownBy(() -> town.say("nudge nux --mode queue"))
                .hasMessageContaining("one more says nothing new");
        assertThat(receipts()).hasSize(Nudges.WAITING_OF_SENDER_MAX);
    }

    @Test
    void oneAgentHasFewNudgesWaiting() {
        atWork();
        for (int i = 0; i < Nudges.WAITING_MAX; i++) {
            Actor sender = Actor.overseer("p" + i / Nudges.WAITING_OF_SENDER_MAX);
            town.ledger().write(sender, tx -> Nudges.queue(tx, draft()));
        }

        Assertions.assertThatThrownBy(() -> town.say("nudge nux"))
                .hasMessageContaining("20 nudges wait already, 0 of them from overseer/ada");
    }

    @Test
    void nudgesThatCauseNudgesComeToAnEnd() {
        List<String> answers = new ArrayList<>();
        town.agent((start, turn) -> {
            if (!turn.instruction().contains("# Look again")) {
                return new Scene.Works(Duration.ofMinutes(2), Map.of(), "");
            }
            String other = start.agent().shortName().equals("nux") ? "furiosa" : "nux";
            return new Scene.Acts(
                    () -> {
                        ToolAnswer answer =
                                town.call(start, "nudge", "agent", other, "mode", "after-turn");
                        answers.add(answer.isError() + " " + answer.text());
                    },
                    new Scene.Works(A_WHILE, Map.of(), ""));
        });
        town.sling("Say hello");
        town.sling("Say more");
        town.run(() -> town.turns.size() == 2);

        town.say("nudge nux --mode interrupt");
        town.run(() -> answers.stream().anyMatch(it -> it.contains("no further one")));
        town.pass(Duration.ofHours(1));

        assertThat(answers).hasSize(3);
        assertThat(answers.subList(0, 2)).allMatch(it -> it.startsWith("false Nudged"));
    }

    @Test
    void anAgentInterruptsNobody() {
        atWork();
        town.sling("Say more");
        town.run(() -> starts.size() == 2);

        ToolAnswer answer = town.call(starts.get(1), "nudge", "agent", "nux", "mode", "interrupt");

        assertThat(answer.isError()).isTrue();
        assertThat(answer.text()).contains("cannot end another's turn");
        assertThat(receipts()).isEmpty();
    }

    @Test
    void aNudgeOfWorkThatIsCommandsSaysThatItIsNotHeard() {
        town.agent((start, turn) -> new Scene.Hangs());
        town.sling("Say hello", "```sh\necho hello\n```");
        town.run(() -> town.turns.size() == 1);

        assertThat(town.say("nudge nux")).contains("runs commands, which hear no nudge");
    }

    /// An agent whose turns take ten minutes.
    private BeadId atWork() {
        town.agent((start, turn) -> {
            starts.add(start);
            return new Scene.Works(Duration.ofMinutes(10), Map.of(), "");
        });
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.turns.size() == 1);
        return bead;
    }

    /// Has the agent say done in its next turn.
    private void thenIsDone(BeadId bead) {
        assertThat(town.bead(bead).isClosed()).isFalse();
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> {
                            town.git.tree(start.folder()).write("a.txt", "a");
                            town.call(start, "done", "summary", "said hello");
                        },
                        new Scene.LiesDone(A_WHILE, "")));
    }

    /// Has the agent call a tool in its turn.
    private void end(String tool, Object... arguments) {
        town.git.tree(starts.getLast().folder()).write("a.txt", "a");
        assertThat(town.call(starts.getLast(), tool, arguments).isError()).isFalse();
    }

    private Nudges.Draft draft() {
        return new Nudges.Draft(
                NUX, Nudge.Mode.QUEUE, "", false, Optional.empty(), Optional.empty());
    }

    private long fence() {
        return town.ledger().<Long>read(view -> Hooks.of(view, NUX).fence());
    }

    private List<String> receipts() {
        List<String> receipts = new ArrayList<>();
        town.ledger()
                .events(0, 100_000)
                .forEach(event -> {
                    switch (Events.read(event)) {
                        case TownEvent.NudgeQueued queued ->
                                receipts.add("queued " + queued.number());
                        case TownEvent.NudgeDelivered told ->
                                receipts.add("delivered " + told.number());
                        case TownEvent.NudgeExpired over ->
                                receipts.add("expired " + over.number());
                        default -> {}
                    }
                });
        return receipts;
    }
}
