package dev.townhall.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.testing.VirtualTimer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ScriptedRuntimeTest implements AgentRuntimeContract {
    private static final Duration SOME = Duration.ofMinutes(3);
    private static final Path FOLDER = Path.of("/trees/nux");

    private final VirtualTimer timer = new VirtualTimer();
    private final Map<String, String> tree = new LinkedHashMap<>();
    private final Map<String, Scene> scenes = new LinkedHashMap<>();
    private final ScriptedRuntime runtime =
            new ScriptedRuntime(timer, (folder, files) -> tree.putAll(files), new Scenes());

    private final class Scenes implements ScriptedRuntime.Playbook {
        @Override
        public Scene scene(SessionStart start, Turn turn) {
            return scenes.computeIfAbsent(
                    turn.instruction(), name -> contractScene(Doing.valueOf(name)));
        }

        @Override
        public Optional<String> startFailure(SessionStart start) {
            return start.fence() == 0 ? Optional.of("crashed at its start") : Optional.empty();
        }
    }

    private static Scene contractScene(Doing doing) {
        return switch (doing) {
            case WORK -> new Scene.Works(Duration.ofMillis(10), Map.of("work.txt", "done"), "ok\n");
            case FAIL -> new Scene.Fails(Duration.ofMillis(10), Map.of(), 3, "no\n");
            case HANG -> new Scene.Hangs();
            case FLOOD -> new Scene.Floods(Duration.ofMillis(10), 1_000_000, Map.of());
        };
    }

    @Override
    public AgentRuntime runtime() {
        return runtime;
    }

    @Override
    public SessionStart startWithin(Duration deadline) {
        return start(1, deadline);
    }

    @Override
    public SessionStart startThatFails() {
        return start(0, LONG);
    }

    @Override
    public Turn turn(Doing doing) {
        return new Turn(doing.name(), Optional.empty(), 1);
    }

    @Override
    public void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            assertThat(timer.runNext()).as("something is still due").isTrue();
        }
    }

    @Override
    public Optional<String> file(String path) {
        return Optional.ofNullable(tree.get(path));
    }

    private static SessionStart start(long fence, Duration deadline) {
        return new SessionStart(
                new Actor("shop/polecats/nux"),
                new BeadId("sh-1"),
                fence,
                FOLDER,
                Map.of(),
                Optional.empty(),
                deadline,
                1000);
    }

    private Recorder play(Scene scene) {
        Recorder updates = new Recorder();
        session(scene, updates);
        runOut();
        return updates;
    }

    private AgentSession session(Scene scene, Recorder updates) {
        scenes.put("scene", scene);
        AgentSession session = runtime.start(start(1, Duration.ofHours(1)), updates);
        session.prompt(new Turn("scene", Optional.empty(), 1));
        return session;
    }

    private void runOut() {
        while (timer.runNext()) {
            // Until nothing is due any more.
        }
    }

    @Test
    void aCrashLeavesHalfTheWorkAndEndsTheSessionOnly() {
        Recorder updates = play(new Scene.Crashes(SOME, Map.of("half.txt", "half")));

        assertThat(tree).containsEntry("half.txt", "half");
        assertThat(updates.turns()).isEmpty();
        assertThat(updates.ends())
                .extracting(SessionUpdate.Ended::cause)
                .containsExactly(Cause.CRASHED);
        assertThat(runtime.alive()).isZero();
    }

    @Test
    void aLieEndsTheTurnWellWithNothingChanged() {
        Recorder updates = play(new Scene.LiesDone(SOME, "All done!"));

        assertThat(tree).isEmpty();
        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.END_TURN);
    }

    @Test
    void anAgentThatHangsForGoodEndsOnlyWhenClosed() {
        Recorder updates = new Recorder();
        AgentSession session = session(new Scene.HangsForGood(), updates);
        session.cancel();
        runOut();
        assertThat(updates.turns()).isEmpty();
        assertThat(session.isAlive()).isTrue();

        session.close();
        runOut();

        assertThat(updates.ends()).hasSize(1);
    }

    @Test
    void aDeniedPermissionTakesTheOtherScene() {
        Scene good = new Scene.Works(SOME, Map.of("a", "allowed"), "");
        Scene bad = new Scene.LiesDone(SOME, "I was not allowed to");
        for (PermissionAnswer answer :
                List.of(
                        PermissionAnswer.ALLOW_ONCE,
                        PermissionAnswer.DENY,
                        new PermissionAnswer.Option("no"))) {
            tree.clear();
            Recorder updates = new Recorder();
            AgentSession session = session(new Scene.Asks("docker", good, bad), updates);
            until(() -> !updates.of(PermissionRequested.class).isEmpty());
            String id = updates.of(PermissionRequested.class).getFirst().permissionId();
            session.answer("another", answer);

            session.answer(id, answer);
            session.answer(id, answer);
            runOut();

            assertThat(tree.containsKey("a")).isEqualTo(answer.equals(PermissionAnswer.ALLOW_ONCE));
            assertThat(updates.turns())
                    .extracting(TurnEnded::reason)
                    .containsExactly(StopReason.END_TURN);
        }
    }

    @Test
    void aLateEndComesLateAndOnce() {
        Recorder updates = new Recorder();
        AgentSession session =
                session(new Scene.EndsLate(Duration.ofDays(1), new Scene.Hangs()), updates);
        session.close();
        assertThat(session.isAlive()).isFalse();

        runOut();

        assertThat(timer.now()).isGreaterThanOrEqualTo(Duration.ofDays(1));
        assertThat(updates.ends()).hasSize(1);
        assertThat(updates.all().getLast()).isInstanceOf(SessionUpdate.Ended.class);
    }

    @Test
    void closedWorkChangesNothingMore() {
        Recorder updates = new Recorder();
        AgentSession session =
                session(new Scene.Works(SOME, Map.of("late.txt", "late"), ""), updates);

        session.close();
        runOut();

        assertThat(tree).isEmpty();
    }

    @Test
    void vanishedAgentsSayAndChangeNothingMore() {
        Recorder updates = new Recorder();
        session(new Scene.Works(SOME, Map.of("late.txt", "late"), ""), updates);

        runtime.vanish();
        runOut();

        assertThat(updates.all()).isEmpty();
        assertThat(tree).isEmpty();
        assertThat(runtime.alive()).isZero();
    }
}
