package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.cost.Tokens;
import dev.townhall.core.patrol.Trespasses;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.Setting;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.transcript.Scribe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A live session of an agent with a model, and what it said that is not dealt with yet.
/// Thread-safe: updates come on the runtime's threads, everything else from the reconciler.
///
/// ```
///   STARTING --started, tools fetched--> IDLE <--turn ended-- WORKING
///      |                                  |                      |
///      |                                  +------ prompt --------^
///      +----------------- ended ----------+------ ended ---------+--> OVER
/// ```
final class AgentTalk {
    private static final int WORDS_CHARS_MAX = 4_000;

    private static final Duration MODEL_NAMED_WITHIN = Duration.ofSeconds(2);

    private final Credential credential;
    private final Account account;
    private final Permits.Confined confined;
    private final Toolbox tools;
    private final Trespasses trespasses;
    private final Scribe scribe;
    private final Runnable wake;
    private final Map<String, SessionUpdate.PermissionRequested> waiting = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private @Nullable AgentSession session;
    private boolean started;
    private boolean working;
    private Duration until;
    private boolean booked;
    private boolean cancelled;
    private boolean interrupted;
    private boolean heardAgents;
    private int fullPercent;
    private final Meter meter = new Meter();
    private List<String> model = List.of();
    private Optional<Duration> namesModelBy = Optional.empty();
    private Optional<SessionUpdate.TurnEnded> turnEnd = Optional.empty();
    private Optional<SessionUpdate.Ended> end = Optional.empty();

    /// @param account which pays for it
    /// @param until the elapsed time at which its start is given up
    /// @param trespasses hears of what the agent asked for that is not its own
    /// @param scribe writes it down
    /// @param wake called when there is something to look at
    AgentTalk(
            Credential credential,
            Account account,
            Permits.Confined confined,
            Toolbox tools,
            Duration until,
            Trespasses trespasses,
            Scribe scribe,
            Runnable wake) {
        this.credential = credential;
        this.account = account;
        this.confined = confined;
        this.tools = tools;
        this.until = until;
        this.trespasses = trespasses;
        this.scribe = scribe;
        this.wake = wake;
    }

    Credential credential() {
        return credential;
    }

    Account account() {
        return account;
    }

    Permits.Confined confined() {
        return confined;
    }

    Toolbox tools() {
        return tools;
    }

    long fence() {
        return credential.fence();
    }

    synchronized void attach(AgentSession begun) {
        session = begun;
    }

    synchronized boolean isStarted() {
        return started;
    }

    synchronized boolean isWorking() {
        return working;
    }

    /// The elapsed time at which what it does now is given up.
    synchronized Duration until() {
        return until;
    }

    /// Time that a person takes to answer is not the agent's.
    synchronized void extend(Duration newUntil) {
        if (newUntil.compareTo(until) > 0) {
            until = newUntil;
        }
    }

    synchronized Optional<SessionUpdate.Ended> end() {
        return end;
    }

    /// How the last turn ended, until the next begins.
    synchronized Optional<SessionUpdate.TurnEnded> turnEnd() {
        return turnEnd;
    }

    /// What was read and written since the last turn was booked.
    Tokens tokens() {
        return meter.tokens();
    }

    /// What that cost, if the agent tells.
    OptionalLong micros() {
        return meter.micros();
    }

    /// Its session goes on with another one.
    void goesOn() {
        meter.goesOn();
    }

    /// Whether the ledger knows of the last turn's end.
    synchronized boolean isBooked() {
        return booked;
    }

    synchronized void booked() {
        booked = true;
        meter.booked();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /// Whether its turn was ended, or is being ended, for a nudge: that says nothing about the agent.
    synchronized boolean isInterrupted() {
        return interrupted;
    }

    /// Whether it was given a turn for other agents after it had said its last word.
    synchronized boolean hasHeardAgents() {
        return heardAgents;
    }

    synchronized void heardAgents() {
        heardAgents = true;
    }

    /// How much of its context is full, as far as the agent told.
    synchronized int fullPercent() {
        return fullPercent;
    }

    /// The model's names, as the agent gives them; none when it does not say.
    synchronized List<String> model() {
        return model;
    }

    /// How long it is still waited for to name its model: what tells that comes after it is up.
    synchronized Duration patience(Duration now) {
        if (!model.isEmpty()) {
            return Duration.ZERO;
        }
        Duration until = namesModelBy.orElse(now.plus(MODEL_NAMED_WITHIN));
        namesModelBy = Optional.of(until);
        return until.minus(now);
    }

    /// Whether its next turn knows of those before; else it is to be told everything anew.
    boolean remembers() {
        AgentSession running = running();
        return running == null || running.remembers();
    }

    /// What was refused since this was asked last, for the agent's next turn.
    synchronized List<String> takeRefused() {
        List<String> taken = List.copyOf(refused);
        refused.clear();
        return taken;
    }

    /// The requests that wait for an answer, oldest first.
    synchronized List<SessionUpdate.PermissionRequested> waiting() {
        return List.copyOf(waiting.values());
    }

    /// The end of what it said in its last turn.
    synchronized String words() {
        return words.toString();
    }

    void prompt(String text, int attempt, Duration newUntil) {
        AgentSession running;
        synchronized (this) {
            working = true;
            booked = false;
            cancelled = false;
            interrupted = false;
            turnEnd = Optional.empty();
            until = newUntil;
            words.setLength(0);
            running = session;
        }
        scribe.told(text);
        if (running != null) {
            running.prompt(new AgentSession.Turn(text, Optional.empty(), attempt));
        }
    }

    void allow(SessionUpdate.PermissionRequested request) {
        answer(request, AgentSession.PermissionAnswer.ALLOW_ONCE);
    }

    /// @param why told to the agent in its next turn: many end their turn over a refusal
    void deny(SessionUpdate.PermissionRequested request, String why) {
        synchronized (this) {
            refused.add(request.tool() + ": " + why);
        }
        answer(request, AgentSession.PermissionAnswer.DENY);
    }

    private void answer(
            SessionUpdate.PermissionRequested request, AgentSession.PermissionAnswer answer) {
        AgentSession running;
        synchronized (this) {
            waiting.remove(request.permissionId());
            running = session;
        }
        if (running != null) {
            running.answer(request.permissionId(), answer);
        }
    }

    /// Ends the turn. @param newUntil the elapsed time at which that is given up
    void cancel(Duration newUntil) {
        AgentSession running;
        synchronized (this) {
            cancelled = true;
            until = newUntil;
            running = session;
        }
        if (running != null) {
            running.cancel();
        }
    }

    /// Ends the turn for a nudge. @param newUntil the elapsed time at which that is given up
    void interrupt(Duration newUntil) {
        synchronized (this) {
            interrupted = true;
        }
        cancel(newUntil);
    }

    void close() {
        AgentSession running = running();
        if (running != null) {
            running.close();
        }
    }

    void update(SessionUpdate update) {
        scribe.heard(update);
        boolean look =
                switch (update) {
                    case SessionUpdate.Started _ -> begun();
                    case SessionUpdate.Text text -> said(text);
                    case SessionUpdate.PermissionRequested request -> asks(request);
                    case SessionUpdate.PermissionClosed closed -> forget(closed.permissionId());
                    case SessionUpdate.Asked asked -> decline(asked);
                    case SessionUpdate.Usage usage -> count(usage);
                    case SessionUpdate.Context context -> fill(context);
                    case SessionUpdate.Settings settings -> chosen(settings);
                    case SessionUpdate.TurnEnded turn -> turnEnded(turn);
                    case SessionUpdate.Ended over -> over(over);
                    case SessionUpdate.Finding odd -> odd(odd);
                    case SessionUpdate.Thought _,
                            SessionUpdate.PlanChanged _,
                            SessionUpdate.ToolCall _,
                            SessionUpdate.QuestionClosed _ ->
                            false;
                };
        if (look) {
            wake.run();
        }
    }

    private synchronized boolean begun() {
        started = true;
        return true;
    }

    private synchronized boolean said(SessionUpdate.Text text) {
        words.append(text.chunk());
        int tooMuch = words.length() - WORDS_CHARS_MAX;
        if (tooMuch > 0) {
            words.delete(0, tooMuch);
        }
        return false;
    }

    private synchronized boolean asks(SessionUpdate.PermissionRequested request) {
        waiting.put(request.permissionId(), request);
        return true;
    }

    private synchronized boolean forget(String permissionId) {
        waiting.remove(permissionId);
        return false;
    }

    /// An agent's own form reaches nobody: it is told to ask through the town, which lasts.
    private boolean decline(SessionUpdate.Asked asked) {
        synchronized (this) {
            refused.add("your own question form: ask a person with the tool ask");
        }
        AgentSession running = running();
        if (running != null) {
            running.reply(asked.questionId(), new AgentSession.Reply.Decline());
        }
        return false;
    }

    private boolean odd(SessionUpdate.Finding odd) {
        if (odd.kind() == SessionUpdate.FindingKind.TRESPASS) {
            trespasses.seen(credential.agent().text(), "have the town read or write a file for it");
        }
        return false;
    }

    private boolean count(SessionUpdate.Usage usage) {
        meter.count(usage);
        return false;
    }

    private synchronized boolean fill(SessionUpdate.Context context) {
        meter.count(context.cost());
        if (context.sizeTokens() > 0 && context.usedTokens() >= 0) {
            fullPercent = (int) Math.min(100, 100.0 * context.usedTokens() / context.sizeTokens());
        }
        return false;
    }

    private synchronized boolean chosen(SessionUpdate.Settings settings) {
        boolean unnamed = model.isEmpty();
        settings.settings().stream()
                .filter(setting -> setting.id().equals(Setting.MODEL))
                .findFirst()
                .ifPresent(setting -> model = names(setting));
        return unnamed && !model.isEmpty();
    }

    private static List<String> names(Setting setting) {
        List<String> names = new ArrayList<>(List.of(setting.current()));
        setting.choices().stream()
                .filter(choice -> choice.value().equals(setting.current()))
                .map(Setting.Choice::label)
                .forEach(names::add);
        return names;
    }

    private synchronized boolean turnEnded(SessionUpdate.TurnEnded turn) {
        working = false;
        waiting.clear();
        turnEnd = Optional.of(turn);
        return true;
    }

    private synchronized boolean over(SessionUpdate.Ended over) {
        working = false;
        waiting.clear();
        end = Optional.of(over);
        return true;
    }

    private synchronized @Nullable AgentSession running() {
        return session;
    }
}
