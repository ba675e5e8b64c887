package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.CancelNotification;
import com.agentclientprotocol.sdk.spec.AcpSchema.PromptRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.TextContent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate.AgentError;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.Settings;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One agent process with one session in it. A turn given while the agent still starts is kept
/// until it is up.
///
/// ```
///   STARTING --opened--> IDLE <--answer-- RUNNING      IDLE --prompt--> RUNNING
///      |                   |                 |
///      +-------close-------+------close------+--> CLOSING --exit--> ENDED
///      +-------exit--------+------exit-------+--------------------> ENDED
/// ```
final class AcpSession implements AgentSession, Wire.Ear {
    private static final int ERROR_BYTES_KEPT = 16 * 1024;
    private static final int DETAIL_MAX = 500;
    private static final int DETAIL_LINES_MAX = 5;
    private static final int WAITING_BYTES_MAX = 16 * 1024 * 1024;
    private static final Duration LIFE_LONGEST = Duration.ofDays(365);
    private static final Duration EXIT_AFTER_PIPES = Duration.ofSeconds(1);
    private static final long GONE_SECONDS_MAX = 10;

    private final AcpCommand command;
    private final SessionStart start;
    private final AcpLimits limits;
    private final Map<String, String> environment;
    private final Confinement confinement;
    private final Runnable leave;
    private final Telling telling;
    private final Time time;
    private final Alarms alarms;
    private final Secrets secrets;
    private final Findings findings;
    private final Permissions permissions;
    private final Questions questions;
    private final SettingsBook settings = new SettingsBook();
    private final Updates updates;
    private final Wire wire;
    private final Peer peer;
    private final Silence silence;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.STARTING;
    private String nativeId = "";
    private @Nullable AcpTurn turn;
    private Alarms.@Nullable Alarm deadline;
    private Optional<String> failure = Optional.empty();
    private Processes.@Nullable Conversation conversation;

    private enum State {
        STARTING,
        IDLE,
        RUNNING,
        CLOSING,
        ENDED
    }

    AcpSession(
            AcpCommand command,
            SessionStart start,
            AcpLimits limits,
            Map<String, String> environment,
            Confinement confinement,
            Runnable leave,
            Telling telling,
            Time time,
            Alarms alarms) {
        this.command = command;
        this.start = start;
        this.limits = limits;
        this.environment = environment;
        this.confinement = confinement;
        this.leave = leave;
        this.telling = telling;
        this.time = time;
        this.alarms = alarms;
        this.secrets = Secrets.of(environment, start, command.secrets());
        this.findings = new Findings(telling, secrets);
        this.permissions = new Permissions(telling, findings);
        this.questions = new Questions(telling, findings);
        this.updates = new Updates(telling, findings, secrets, settings);
        Desk desk =
                new Desk(
                        permissions,
                        questions,
                        new WorktreeFiles(start.folder(), confinement),
                        findings,
                        this::callAsked);
        this.wire = new Wire(limits.lineBytesMax(), desk.methods(), findings, this);
        this.peer =
                new Peer(
                        wire,
                        desk.handlers(),
                        Map.of(AcpSchema.METHOD_SESSION_UPDATE, desk.updates(this::updated)));
        this.silence =
                new Silence(
                        limits.silence(),
                        time,
                        alarms,
                        this::isRunning,
                        () -> permissions.anyWaits() || questions.anyWaits(),
                        detail -> findings.found(FindingKind.SILENT, detail));
    }

    /// Starts the process and shakes hands.
    void begin(Processes processes) {
        List<String> line = new ArrayList<>(List.of(command.program()));
        line.addAll(command.arguments());
        Processes.Conversation started =
                processes.converse(
                        new Processes.Command(
                                line,
                                start.folder(),
                                environment,
                                LIFE_LONGEST,
                                ERROR_BYTES_KEPT,
                                confinement),
                        new Processes.Lines(limits.lineBytesMax(), WAITING_BYTES_MAX),
                        wire,
                        this::exited);
        lock.lock();
        try {
            conversation = started;
        } finally {
            lock.unlock();
        }
        wire.attach(started);
        new Handshake(peer, start, limits.start(), findings)
                .begin()
                .subscribe(this::opened, this::notOpened);
    }

    @Override
    public void prompt(AgentSession.Turn given) {
        lock.lock();
        try {
            boolean free = state == State.IDLE || (state == State.STARTING && turn == null);
            if (!free) {
                throw TownException.wrongState(
                        "The session of %s for %s takes no turn: it is %s. Wait for the end of its turn, or start another session."
                                .formatted(
                                        command.name(),
                                        start.bead(),
                                        state.name().toLowerCase(Locale.ROOT)));
            }
            AcpTurn begun =
                    new AcpTurn(given.instruction(), time.elapsed(), start.outputBytesMax());
            turn = begun;
            deadline = alarms.after(start.deadline(), () -> stop(begun, StopReason.DEADLINE));
            if (state == State.IDLE) {
                send(begun);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        AcpTurn running = currentTurn();
        if (running != null) {
            stop(running, StopReason.CANCELLED);
        }
    }

    @Override
    public void answer(String permissionId, PermissionAnswer answer) {
        silence.restart();
        permissions.answer(permissionId, answer);
    }

    @Override
    public void reply(String questionId, Reply reply) {
        silence.restart();
        questions.reply(questionId, reply);
    }

    @Override
    public void set(String settingId, String value) {
        SettingsBook.Change change = settings.change(sessionId(), settingId, value);
        peer.ask(change.method(), change.params())
                .subscribe(
                        answer -> {
                            settings.current(settingId, value);
                            settings.readOptions(answer.path("configOptions"));
                            telling.tell(new Settings(settings.all()));
                        },
                        error ->
                                findings.found(
                                        FindingKind.UNSUPPORTED,
                                        "The agent did not set '%s' to '%s': %s"
                                                .formatted(
                                                        settingId, value, Errors.sentence(error))));
    }

    @Override
    public boolean isAlive() {
        lock.lock();
        try {
            return state == State.STARTING || state == State.IDLE || state == State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    /// Lets the agent exit by itself for a moment, then ends it with all it started. The worktree
    /// is nobody's when this returns.
    @Override
    public void close() {
        AcpTurn running = null;
        lock.lock();
        try {
            if (state != State.CLOSING && state != State.ENDED) {
                state = State.CLOSING;
                running = turn;
                if (running != null) {
                    running.stop(running.stopping().orElse(StopReason.CANCELLED));
                    tellCancel();
                }
                if (conversation != null) {
                    conversation.finish();
                }
                alarms.after(limits.close(), this::endProcess);
            }
        } finally {
            lock.unlock();
        }
        permissions.cancelAll();
        questions.cancelAll();
        awaitGone();
    }

    @Override
    public void heard() {
        silence.restart();
        telling.awaitRoom();
    }

    /// Without its output an agent is of no use; mostly it is exiting just now.
    @Override
    public void over() {
        alarms.after(
                EXIT_AFTER_PIPES,
                () -> fail("it closed its output and did not exit", Optional.empty()));
    }

    private void opened(Handshake.Open open) {
        settings.read(open.answer());
        lock.lock();
        try {
            if (state != State.STARTING) {
                return;
            }
            nativeId = open.nativeId();
            telling.tell(new Started(Optional.of(open.nativeId()), open.features()));
            if (!settings.all().isEmpty()) {
                telling.tell(new Settings(settings.all()));
            }
        } finally {
            lock.unlock();
        }
        applySettings();
        lock.lock();
        try {
            if (state != State.STARTING) {
                return;
            }
            state = State.IDLE;
            if (turn != null) {
                send(turn);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The agent reads them in order, before the first turn.
    private void applySettings() {
        command.settings()
                .forEach((id, value) -> {
                    try {
                        set(id, value);
                    } catch (TownException e) {
                        findings.found(FindingKind.UNSUPPORTED, String.valueOf(e.getMessage()));
                    }
                });
    }

    /// One that cannot be told anything is mostly exiting just now, and its exit says why.
    private void notOpened(Throwable cause) {
        Runnable fail = () -> fail(String.valueOf(cause.getMessage()), Optional.of(State.STARTING));
        if (cause instanceof TownException gone && gone.code() == ErrorCode.UNAVAILABLE) {
            alarms.after(EXIT_AFTER_PIPES, fail);
        } else {
            fail.run();
        }
    }

    /// Sends the turn. Under the lock.
    private void send(AcpTurn begun) {
        state = State.RUNNING;
        silence.begin();
        PromptRequest request =
                new PromptRequest(nativeId, List.of(new TextContent(begun.instruction())));
        peer.ask(AcpSchema.METHOD_SESSION_PROMPT, request)
                .subscribe(answer -> answered(begun, answer), error -> failed(begun, error));
    }

    private void answered(AcpTurn ended, JsonNode answer) {
        Updates.read(answer.path("usage")).ifPresent(telling::tell);
        String word = Words.text(answer, "stopReason");
        StopReason reason =
                switch (word) {
                    case "end_turn" -> StopReason.END_TURN;
                    case "cancelled" -> StopReason.CANCELLED;
                    case "max_tokens", "max_turn_requests" -> StopReason.LIMIT;
                    case "refusal" -> StopReason.REFUSED;
                    default -> StopReason.UNKNOWN;
                };
        Optional<AgentError> error =
                reason == StopReason.UNKNOWN
                        ? Optional.of(
                                new AgentError(
                                        0, "unknown stop reason '" + Words.capped(word, 60) + "'"))
                        : Optional.empty();
        finish(ended, reason, error);
    }

    private void failed(AcpTurn ended, Throwable cause) {
        AgentError error = Errors.read(cause);
        finish(
                ended,
                StopReason.FAILED,
                Optional.of(new AgentError(error.code(), secrets.maskedIn(error.message()))));
    }

    private void finish(AcpTurn ended, StopReason reason, Optional<AgentError> error) {
        permissions.cancelAll();
        questions.cancelAll();
        lock.lock();
        try {
            if (turn != ended || state == State.ENDED) {
                return;
            }
            turn = null;
            if (deadline != null) {
                deadline.callOff();
            }
            if (state == State.RUNNING) {
                state = State.IDLE;
            }
            updates.closeCalls();
            telling.tell(ended.end(reason, time.elapsed(), error));
        } finally {
            lock.unlock();
        }
    }

    /// Asks the agent to end the turn, and ends the agent if it does not.
    private void stop(AcpTurn asked, StopReason why) {
        lock.lock();
        try {
            if (turn != asked || asked.stopping().isPresent() || state == State.ENDED) {
                return;
            }
            asked.stop(why);
            if (state == State.STARTING) {
                turn = null;
                telling.tell(asked.end(why, time.elapsed(), Optional.empty()));
                return;
            }
            tellCancel();
        } finally {
            lock.unlock();
        }
        permissions.cancelAll();
        questions.cancelAll();
        alarms.after(limits.cancel(), () -> notStopped(asked, why));
    }

    private void notStopped(AcpTurn asked, StopReason why) {
        if (currentTurn() == asked) {
            finish(asked, why, Optional.empty());
            fail(
                    "it did not end a cancelled turn within %s s"
                            .formatted(limits.cancel().toSeconds()),
                    Optional.empty());
        }
    }

    private void tellCancel() {
        peer.tell(AcpSchema.METHOD_SESSION_CANCEL, new CancelNotification(nativeId));
    }

    private void updated(JsonNode params) {
        lock.lock();
        try {
            if (nativeId.isEmpty() || state == State.ENDED) {
                return; // The history of a session that is being loaded.
            }
            if (isStray(params)) {
                findings.found(FindingKind.STRAY, "The agent told something of another session.");
                return;
            }
            updates.take(params.path("update"), turn);
        } finally {
            lock.unlock();
        }
    }

    /// The call a permission request is about, if there is a turn to ask it in.
    private Desk.Asked callAsked(JsonNode params) {
        lock.lock();
        try {
            ToolCall call = updates.merge(params.path("toolCall"));
            if (isStray(params)) {
                return new Desk.Asked(call, Optional.of("it is about another session"));
            }
            boolean running = state == State.RUNNING && turn != null && turn.stopping().isEmpty();
            return new Desk.Asked(
                    call, running ? Optional.empty() : Optional.of("no turn is running"));
        } finally {
            lock.unlock();
        }
    }

    private boolean isStray(JsonNode params) {
        return !Words.text(params, "sessionId").equals(nativeId);
    }

    /// Ends the agent because of something it did.
    ///
    /// @param only the state in which that counts
    private void fail(String why, Optional<State> only) {
        lock.lock();
        try {
            boolean counts =
                    state != State.CLOSING
                            && state != State.ENDED
                            && (only.isEmpty() || only.get() == state);
            if (!counts) {
                return;
            }
            if (failure.isEmpty()) {
                failure = Optional.of(why);
            }
        } finally {
            lock.unlock();
        }
        endProcess();
    }

    private void endProcess() {
        lock.lock();
        try {
            if (conversation != null) {
                conversation.end();
            }
        } finally {
            lock.unlock();
        }
    }

    private void exited(Exit exit) {
        permissions.cancelAll();
        questions.cancelAll();
        lock.lock();
        try {
            State before = state;
            state = State.ENDED;
            AcpTurn last = turn;
            turn = null;
            updates.closeCalls();
            if (before == State.CLOSING) {
                if (last != null) {
                    telling.tell(last.end(StopReason.CANCELLED, time.elapsed(), Optional.empty()));
                }
                telling.tell(new Ended(Cause.CLOSED, ""));
            } else {
                Cause cause = before == State.STARTING ? Cause.NOT_STARTED : Cause.CRASHED;
                telling.tell(new Ended(cause, detail(exit)));
            }
        } finally {
            lock.unlock();
        }
        peer.close();
        leave.run();
        gone.countDown();
    }

    private String detail(Exit exit) {
        boolean ran = exit.how() != Processes.How.NOT_STARTED;
        String why = ran ? failure.orElseGet(() -> howItEnded(exit)) : howItEnded(exit);
        String said =
                ran
                        ? Words.lastLines(
                                secrets.maskedIn(exit.output()), DETAIL_LINES_MAX, DETAIL_MAX)
                        : "";
        String sentence = "The agent %s ended: %s".formatted(command.name(), secrets.maskedIn(why));
        return said.isEmpty() ? sentence : sentence + ". Its last words on standard error: " + said;
    }

    private static String howItEnded(Exit exit) {
        return switch (exit.how()) {
            case EXITED -> "it exited with code " + exit.code();
            case DEADLINE -> "it lived for too long";
            case LIMIT -> "it took more of the machine than it may";
            case MACHINE -> "the machine ran short, and it held the most";
            case ENDED -> "its process was ended";
            case NOT_STARTED -> exit.output();
        };
    }

    private void awaitGone() {
        try {
            long seconds = limits.close().toSeconds() + GONE_SECONDS_MAX;
            if (!gone.await(seconds, TimeUnit.SECONDS)) {
                throw new TownException(
                        ErrorCode.UNAVAILABLE,
                        "The agent %s of %s is still not gone after %s s; the system does not end it."
                                .formatted(command.name(), start.bead(), seconds));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable AcpTurn currentTurn() {
        lock.lock();
        try {
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private String sessionId() {
        lock.lock();
        try {
            return nativeId;
        } finally {
            lock.unlock();
        }
    }

    private boolean isRunning() {
        lock.lock();
        try {
            return state == State.RUNNING;
        } finally {
            lock.unlock();
        }
    }
}
