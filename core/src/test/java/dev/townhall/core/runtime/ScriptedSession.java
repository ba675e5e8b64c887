package dev.townhall.core.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.testing.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One life of a scripted agent.
final class ScriptedSession implements AgentSession {
    private static final String FLOOD = "0123456789abcde\n";
    private static final PermissionOption ALLOW =
            new PermissionOption("yes", PermissionOption.Kind.ALLOW_ONCE, "Allow once");
    private static final PermissionOption REJECT =
            new PermissionOption("no", PermissionOption.Kind.REJECT_ONCE, "Reject");

    private final Scheduler scheduler;
    private final ScriptedRuntime.Tree tree;
    private final ScriptedRuntime.Playbook playbook;
    private final SessionStart start;
    private final Consumer<SessionUpdate> updates;
    private final Deque<SessionUpdate> untold = new ArrayDeque<>();
    private @Nullable Play play;
    private boolean open = true;
    private boolean gone;
    private int asked;

    /// A turn being played; `late` delays what follows its closing.
    private static final class Play {
        private boolean deaf;
        private Duration late = Duration.ZERO;
        private @Nullable Asked asked;
    }

    private record Asked(String permissionId, Scene allowed, Scene denied) {}

    ScriptedSession(
            Scheduler scheduler,
            ScriptedRuntime.Tree tree,
            ScriptedRuntime.Playbook playbook,
            SessionStart start,
            Consumer<SessionUpdate> updates) {
        this.scheduler = scheduler;
        this.tree = tree;
        this.playbook = playbook;
        this.start = start;
        this.updates = updates;
    }

    void open() {
        Optional<String> failure = playbook.startFailure(start);
        if (failure.isPresent()) {
            open = false;
            tell(new SessionUpdate.Ended(Cause.NOT_STARTED, failure.get()));
        } else {
            tell(new SessionUpdate.Started(playbook.nativeId(start)));
            playbook.model(start)
                    .ifPresent(model ->
                            tell(
                                    new SessionUpdate.Settings(
                                            List.of(
                                                    new Setting(
                                                            Setting.MODEL,
                                                            "Model",
                                                            model,
                                                            List.of())))));
        }
    }

    void vanish() {
        open = false;
        gone = true;
        play = null;
        untold.clear();
    }

    /// Nothing more will be told.
    boolean isOver() {
        return !open && untold.isEmpty();
    }

    @Override
    public void prompt(Turn turn) {
        if (!open || play != null) {
            throw TownException.wrongState(
                    "The scripted session for %s takes no turn: %s."
                            .formatted(start.bead(), open ? "another one runs" : "it has ended"));
        }
        Play next = new Play();
        play = next;
        scheduler.after(
                start.deadline(),
                () -> {
                    if (!next.deaf) {
                        endTurn(next, StopReason.DEADLINE);
                    }
                });
        act(next, playbook.scene(start, turn));
    }

    @Override
    public void cancel() {
        if (play != null && !play.deaf) {
            endTurn(play, StopReason.CANCELLED);
        }
    }

    @Override
    public void answer(String permissionId, PermissionAnswer answer) {
        Play current = play;
        if (current == null
                || current.asked == null
                || !current.asked.permissionId().equals(permissionId)) {
            return;
        }
        Asked question = current.asked;
        current.asked = null;
        tell(new SessionUpdate.PermissionClosed(permissionId, SessionUpdate.Closing.ANSWERED, ""));
        boolean allowed =
                answer.equals(PermissionAnswer.ALLOW_ONCE)
                        || answer.equals(new PermissionAnswer.Option(ALLOW.id()));
        act(current, allowed ? question.allowed() : question.denied());
    }

    @Override
    public boolean isAlive() {
        return open;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        Duration late = play == null ? Duration.ZERO : play.late;
        if (play != null) {
            end(play, late, ended(StopReason.CANCELLED));
        }
        open = false;
        tell(late, new SessionUpdate.Ended(Cause.CLOSED, ""));
    }

    private void act(Play current, Scene scene) {
        switch (scene) {
            case Scene.Works works ->
                    finish(current, works.takes(), works.files(), works.output(), 0);
            case Scene.Fails fails ->
                    finish(current, fails.takes(), fails.files(), fails.output(), fails.exitCode());
            case Scene.LiesDone lie -> finish(current, lie.takes(), Map.of(), lie.claim(), 0);
            case Scene.Errs error -> err(current, error);
            case Scene.Floods floods -> flood(current, floods);
            case Scene.Crashes crash -> scheduler.after(crash.after(), () -> crash(current, crash));
            case Scene.Hangs hangs -> {}
            case Scene.HangsForGood hangs -> current.deaf = true;
            case Scene.Acts acts -> {
                acts.act().run();
                act(current, acts.then());
            }
            case Scene.Fills fills -> {
                tell(
                        new SessionUpdate.Context(
                                fills.usedTokens(), fills.sizeTokens(), Optional.empty()));
                act(current, fills.then());
            }
            case Scene.Uses uses -> {
                tell(new SessionUpdate.Usage(uses.inputTokens(), uses.outputTokens(), 0, 0));
                act(current, uses.then());
            }
            case Scene.Says says ->
                    scheduler.after(
                            says.after(),
                            () -> {
                                if (play == current) {
                                    tell(new SessionUpdate.Text(says.text()));
                                    act(current, says.then());
                                }
                            });
            case Scene.EndsLate late -> {
                current.late = late.late();
                act(current, late.scene());
            }
            case Scene.Asks asks -> {
                String id = "permission-" + ++asked;
                current.asked = new Asked(id, asks.allowed(), asks.denied());
                tell(
                        new SessionUpdate.PermissionRequested(
                                id,
                                new SessionUpdate.ToolCall(
                                        "call-" + asked, asks.tool(), "execute", "pending"),
                                JsonNodeFactory.instance.objectNode(),
                                List.of(ALLOW, REJECT)));
            }
        }
    }

    private void finish(
            Play current, Duration takes, Map<String, String> files, String output, int code) {
        scheduler.after(
                takes,
                () -> {
                    if (play == current) {
                        tree.write(start.folder(), files);
                        tell(new SessionUpdate.Text(output));
                        StopReason reason = code == 0 ? StopReason.END_TURN : StopReason.FAILED;
                        end(
                                current,
                                Duration.ZERO,
                                new TurnEnded(
                                        reason, Optional.of(code), output, output.length(), takes));
                    }
                });
    }

    private void err(Play current, Scene.Errs error) {
        TurnEnded ended =
                new TurnEnded(
                        StopReason.FAILED,
                        Optional.empty(),
                        "",
                        0,
                        error.takes(),
                        Optional.of(new SessionUpdate.AgentError(error.code(), error.message())));
        scheduler.after(error.takes(), () -> end(current, Duration.ZERO, ended));
    }

    private void flood(Play current, Scene.Floods floods) {
        scheduler.after(
                floods.takes(),
                () -> {
                    if (play == current) {
                        tree.write(start.folder(), floods.files());
                        int kept = (int) Math.min(floods.bytes(), start.outputBytesMax());
                        String tail = FLOOD.repeat(kept / FLOOD.length() + 1).substring(0, kept);
                        tell(new SessionUpdate.Text(tail));
                        end(
                                current,
                                Duration.ZERO,
                                new TurnEnded(
                                        StopReason.END_TURN,
                                        Optional.of(0),
                                        tail,
                                        floods.bytes(),
                                        floods.takes()));
                    }
                });
    }

    private void crash(Play current, Scene.Crashes crash) {
        if (play == current) {
            tree.write(start.folder(), crash.files());
            play = null;
            open = false;
            tell(new SessionUpdate.Ended(Cause.CRASHED, crash.detail()));
        }
    }

    private void endTurn(Play current, StopReason reason) {
        end(current, Duration.ZERO, ended(reason));
    }

    private void end(Play current, Duration late, TurnEnded how) {
        if (play == current) {
            play = null;
            tell(late, how);
        }
    }

    private static TurnEnded ended(StopReason reason) {
        return new TurnEnded(reason, Optional.empty(), "", 0, Duration.ZERO);
    }

    private void tell(SessionUpdate update) {
        tell(Duration.ZERO, update);
    }

    /// Tells in the order of the calls, in whatever order the scheduler does what is due at once.
    private void tell(Duration late, SessionUpdate update) {
        if (gone) {
            return;
        }
        untold.add(update);
        scheduler.after(
                late,
                () -> {
                    SessionUpdate next = untold.poll();
                    if (next != null) {
                        updates.accept(next);
                    }
                });
    }
}
