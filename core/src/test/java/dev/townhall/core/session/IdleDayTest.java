package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A model is asked for work and for nothing else: waiting, watching and resting are the program's.
class IdleDayTest {
    private static final Duration HALF_A_DAY = Duration.ofHours(11);
    private static final int AGENTS = 10;

    private final AgentTown town = new AgentTown();

    @Test
    void aDayWithoutWorkAsksNoModel() {
        passADay();

        assertThat(town.turns).isEmpty();
        assertThat(town.started).isEmpty();
    }

    @Test
    void aDayAfterTheWorkAsksNoModelEither() {
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> town.call(start, "done", "summary", "did it"),
                        new Scene.Works(Duration.ofMinutes(1), Map.of("a.txt", "a"), "done")));
        BeadId bead = town.sling("Say hello");
        town.run(() -> town.bead(bead).isClosed());

        passADay();

        assertThat(town.turns).hasSize(1);
    }

    @Test
    void aQuestionThatNobodyAnswersKeepsNoAgentBusy() {
        town.agent((start, turn) ->
                new Scene.Acts(
                        () -> town.call(start, "ask", "question", "Which colour?"),
                        new Scene.LiesDone(Duration.ofMinutes(1), "")));
        town.sling("Paint it");
        town.run(() -> town.posts().contains("Which colour?"));

        town.pass(HALF_A_DAY);
        town.restart();
        town.pass(HALF_A_DAY);

        assertThat(town.turns).hasSize(1);
    }

    @Test
    void tenAgentsAtWorkAreWatchedWithoutARequestMore() {
        AgentTown busy = new AgentTown(AGENTS);
        busy.agent((start, turn) -> new Scene.LiesDone(Duration.ofMinutes(25), "Still at it."));
        for (int bead = 1; bead <= AGENTS; bead++) {
            busy.sling("Bead number " + bead);
        }
        busy.run(() -> busy.turns.size() == AGENTS);

        busy.pass(Duration.ofMinutes(20));

        assertThat(busy.turns).hasSize(AGENTS);
    }

    private void passADay() {
        town.pass(HALF_A_DAY);
        town.restart();
        town.pass(HALF_A_DAY);
        town.pass(Duration.ofHours(2));
    }
}
