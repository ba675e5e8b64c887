package dev.townhall.core.session;

import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.worktree.CommitId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session that runs now, and what it said last. Thread-safe: updates come on the runtime's
/// threads, everything else from the reconciler.
final class LiveSession {
    private final long fence;
    private final Duration deadline;
    private final Runnable wake;
    private Stage stage = Stage.WORK;
    private Optional<CommitId> saved = Optional.empty();
    private @Nullable AgentSession session;
    private @Nullable TurnResult result;

    /// @param deadline the elapsed time at which the session is given up
    /// @param wake called when there is something to look at
    LiveSession(long fence, Duration deadline, Runnable wake) {
        this.fence = fence;
        this.deadline = deadline;
        this.wake = wake;
    }

    /// What the turn is for.
    enum Stage {
        WORK,
        VERIFY
    }

    /// How a turn ended: well, or not and why.
    ///
    /// @param byCommand whether it ended with the exit code of a command
    record TurnResult(boolean good, boolean byCommand, String log) {}

    long fence() {
        return fence;
    }

    Duration deadline() {
        return deadline;
    }

    synchronized void attach(AgentSession started) {
        session = started;
    }

    synchronized Stage stage() {
        return stage;
    }

    /// The commit the work turn left, if any.
    synchronized Optional<CommitId> saved() {
        return saved;
    }

    /// The work turn is over and saved; the next turn verifies.
    synchronized void verifyNext(Optional<CommitId> head) {
        stage = Stage.VERIFY;
        saved = head;
        result = null;
    }

    synchronized Optional<TurnResult> result() {
        return Optional.ofNullable(result);
    }

    void prompt(AgentSession.Turn turn) {
        AgentSession running = running();
        if (running != null) {
            running.prompt(turn);
        }
    }

    void close() {
        AgentSession running = running();
        if (running != null) {
            running.close();
        }
    }

    void update(SessionUpdate update) {
        TurnResult ended =
                switch (update) {
                    case SessionUpdate.TurnEnded turn -> turnEnded(turn);
                    case SessionUpdate.Ended end ->
                            new TurnResult(
                                    false,
                                    false,
                                    "The session ended (" + end.cause() + "). " + end.detail());
                    case SessionUpdate.Started started -> null;
                    case SessionUpdate.Text text -> null;
                    case SessionUpdate.PlanChanged plan -> null;
                    case SessionUpdate.ToolCall call -> null;
                    case SessionUpdate.PermissionRequested request -> deny(request);
                    case SessionUpdate.Usage usage -> null;
                    case SessionUpdate.Thought thought -> null;
                    case SessionUpdate.PermissionClosed closed -> null;
                    case SessionUpdate.Asked question -> decline(question);
                    case SessionUpdate.QuestionClosed closed -> null;
                    case SessionUpdate.Settings settings -> null;
                    case SessionUpdate.Context context -> null;
                    case SessionUpdate.Finding finding -> null;
                };
        if (ended != null) {
            keepFirst(ended);
            wake.run();
        }
    }

    /// A turn's own end counts more than the end of the session that follows it.
    private synchronized void keepFirst(TurnResult ended) {
        if (result == null) {
            result = ended;
        }
    }

    /// Nobody can be asked yet, so the answer is no.
    private @Nullable TurnResult deny(SessionUpdate.PermissionRequested request) {
        AgentSession running = running();
        if (running != null) {
            running.answer(request.permissionId(), AgentSession.PermissionAnswer.DENY);
        }
        return null;
    }

    private @Nullable TurnResult decline(SessionUpdate.Asked question) {
        AgentSession running = running();
        if (running != null) {
            running.reply(question.questionId(), new AgentSession.Reply.Decline());
        }
        return null;
    }

    private static TurnResult turnEnded(SessionUpdate.TurnEnded turn) {
        boolean good =
                turn.reason() == SessionUpdate.StopReason.END_TURN
                        && turn.exitCode().orElse(0) == 0;
        String why =
                switch (turn.reason()) {
                    case END_TURN ->
                            turn.exitCode().map(code -> "exit code " + code).orElse("turn ended");
                    case CANCELLED -> "it was cancelled";
                    case DEADLINE -> "it did not end in time";
                    case LIMIT -> "it reached a limit of its model";
                    case REFUSED -> "its model refused";
                    case FAILED, UNKNOWN ->
                            turn.exitCode().map(code -> "exit code " + code).orElse("it failed");
                };
        String error =
                turn.error()
                        .map(told -> ": " + told.message() + " (" + told.code() + ")")
                        .orElse("");
        return new TurnResult(
                good, turn.exitCode().isPresent(), why + error + "\n" + turn.outputTail());
    }

    private synchronized @Nullable AgentSession running() {
        return session;
    }
}
