package dev.townhall.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.question.Interruptions;
import dev.townhall.core.runtime.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InterruptionsTest {
    private final AgentTown town = new AgentTown();

    @Test
    void whatAgentsAskIsCountedAgainstWhatIsMerged() {
        assertThat(counted()).isEqualTo(new Interruptions(0, 0));
        town.agent((start, turn) -> done(start, "a.txt"));
        BeadId quiet = town.sling("Say hello");
        town.run(() -> town.bead(quiet).isClosed());
        town.agent((start, turn) ->
                turn.instruction().contains("Answers to you")
                        ? done(start, "b.txt")
                        : new Scene.Acts(
                                () -> town.call(start, "ask", "question", "Which colour?"),
                                new Scene.LiesDone(Duration.ofMinutes(1), "")));
        BeadId asking = town.sling("Paint it");
        town.run(() -> town.posts().contains("Which colour?"));
        String inbox = town.say("inbox");
        String id = inbox.substring(inbox.indexOf("hq-q")).replaceAll("(?s)[^a-z0-9-].*", "");
        town.say("reply " + id + " blue");
        town.run(() -> town.bead(asking).isClosed());

        assertThat(counted()).isEqualTo(new Interruptions(1, 2));
        assertThat(counted().sentence())
                .isEqualTo("0.50 a merged bead (agents asked once, 2 merged)");
    }

    private Interruptions counted() {
        return town.ledger().read(Interruptions::of);
    }

    private Scene done(dev.townhall.core.runtime.AgentRuntime.SessionStart start, String file) {
        return new Scene.Acts(
                () -> {
                    town.worksIn(start.folder());
                    town.git.tree(start.folder()).write(file, "x");
                    town.call(start, "done", "summary", "did it");
                },
                new Scene.LiesDone(Duration.ofSeconds(20), ""));
    }
}
