package dev.townhall.server.agents;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.rig.Sandboxing;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Features;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Asked;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import dev.townhall.core.runtime.acp.AcpRuntime;
import dev.townhall.server.agents.Checkup.Finding;
import dev.townhall.server.agents.Checkup.State;
import dev.townhall.server.agents.Checkup.Verdict;
import dev.townhall.server.config.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One turn with an agent that needs no tool and changes nothing: does it answer at all? Whatever
/// it asks for is refused.
public final class Trial {
    private static final String PROMPT =
            "This is a test of whether you can be reached. Use no tool. Answer with the one word: ready";
    private static final Pattern NOT_LOGGED_IN =
            Pattern.compile(
                    "(?i)\\b40[13]\\b|unauthori[sz]ed|authenticat|credential|api.?key|log ?in\\b|not logged in|-32000");
    private static final int SAID_CHARACTERS_MAX = 300;
    private static final int SECRET_CHARACTERS_MIN = 6;
    private static final int OUTPUT_BYTES_MAX = 64 * 1024;

    private final Drivers drivers;
    private final Path folder;
    private final Duration patience;

    /// What came of it.
    ///
    /// @param next what a person does next
    record Outcome(State state, Finding finding, List<String> next) {}

    /// @param folder an empty folder of its own to stand in
    public Trial(Drivers drivers, Path folder, Duration patience) {
        this.drivers = drivers;
        this.folder = folder;
        this.patience = patience;
    }

    /// @param secrets what is taken out of all it says; what is too short for a key is no secret
    Outcome run(Preset preset, Map<String, String> environment, List<String> secrets) {
        AgentRuntime runtime;
        try {
            runtime = drivers.of(preset);
        } catch (TownException e) {
            return new Outcome(
                    State.NOT_TRIED,
                    new Finding("turn", Verdict.NOTE, "not tried: " + e.getMessage()),
                    List.of());
        }
        Map<String, String> given = preset.environmentFrom(environment);
        LinkedBlockingQueue<SessionUpdate> updates = new LinkedBlockingQueue<>();
        SessionStart start =
                new SessionStart(
                        new Actor("agents/" + preset.name()),
                        new BeadId("hq-test"),
                        1,
                        folder,
                        given,
                        new AgentRuntime.Beginning.Fresh(),
                        patience,
                        OUTPUT_BYTES_MAX,
                        List.of(),
                        Sandboxing.DEFAULT
                                .confinement()
                                .alsoWritable(folder.toAbsolutePath().normalize()));
        try (AgentSession session = runtime.start(start, updates::add)) {
            if (session.isAlive()) {
                session.prompt(new AgentSession.Turn(PROMPT, Optional.empty(), 1));
            }
            return new Turn(preset, runtime.name(), longestFirst(secrets)).follow(session, updates);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(
                    State.FAILED, new Finding("turn", Verdict.MISSING, "interrupted"), List.of());
        }
    }

    /// One may be part of another.
    private static List<String> longestFirst(List<String> secrets) {
        return secrets.stream()
                .filter(secret -> secret.length() >= SECRET_CHARACTERS_MIN)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// The turn as it goes on.
    private final class Turn {
        private final Preset preset;
        private final String way;
        private final List<String> secrets;
        private final StringBuilder said = new StringBuilder();
        private final List<String> notes = new ArrayList<>();

        Turn(Preset preset, String way, List<String> secrets) {
            this.preset = preset;
            this.way = way;
            this.secrets = secrets;
        }

        Outcome follow(AgentSession session, LinkedBlockingQueue<SessionUpdate> updates)
                throws InterruptedException {
            while (true) {
                SessionUpdate update = updates.poll(patience.toSeconds() + 15, TimeUnit.SECONDS);
                switch (update) {
                    case null -> {
                        return bad("it fell silent");
                    }
                    case Text text -> said.append(text.chunk());
                    case PermissionRequested asked -> {
                        session.answer(asked.permissionId(), AgentSession.PermissionAnswer.DENY);
                        notes.add("it asked for " + asked.tool() + " and was refused");
                    }
                    case Started started -> notes.addAll(features(started.features()));
                    case Asked asked ->
                            session.reply(asked.questionId(), new AgentSession.Reply.Decline());
                    case SessionUpdate.Finding odd ->
                            notes.add("odd: " + odd.kind().name().toLowerCase(Locale.ROOT));
                    case Usage usage ->
                            notes.add(
                                    "%s tokens in, %s out"
                                            .formatted(usage.inputTokens(), usage.outputTokens()));
                    case Ended ended -> {
                        return gone(ended);
                    }
                    case TurnEnded end -> {
                        return ended(end);
                    }
                    case SessionUpdate other -> {
                        // Its thoughts, its plan, its tools.
                    }
                }
            }
        }

        private Outcome gone(Ended ended) {
            Outcome bad = bad(ended.detail().isEmpty() ? "it ended" : ended.detail());
            boolean mute =
                    bad.state() == State.FAILED
                            && ended.cause() == SessionUpdate.Cause.NOT_STARTED
                            && way.equals(AcpRuntime.NAME);
            if (!mute) {
                return bad;
            }
            List<String> next = new ArrayList<>();
            next.add(
                    "its program did not begin to speak ACP: look whether this version has it"
                            + (preset.installation().seen().isEmpty()
                                    ? ""
                                    : " (" + preset.installation().seen() + " does)"));
            preset.headless().ifPresent(_ -> next.add(Checkups.onceATurn(preset)));
            return new Outcome(State.NO_ACP, bad.finding(), next);
        }

        private static List<String> features(Features features) {
            List<String> told = new ArrayList<>();
            if (features.protocol() == 0) {
                return told;
            }
            told.add((features.agent() + " " + features.version()).strip());
            told.add(
                    features.resume() || features.load()
                            ? "it can go on with a session"
                            : "it cannot go on with a session");
            told.add(
                    features.toolsOverHttp()
                            ? "it takes the town's tools"
                            : "it does not take the town's tools over HTTP");
            return told;
        }

        private Outcome ended(TurnEnded end) {
            if (end.reason() == StopReason.DEADLINE) {
                return bad("no answer in " + Spans.text(patience));
            }
            if (end.reason() != StopReason.END_TURN) {
                String code = end.exitCode().map(number -> "exit code " + number + ": ").orElse("");
                String error =
                        end.error()
                                .filter(told -> end.exitCode().isEmpty())
                                .map(told -> told.code() + " " + told.message())
                                .orElse("");
                return bad((code + error + " " + end.outputTail()).strip());
            }
            String answer = shown(said.isEmpty() ? end.outputTail() : said.toString());
            if (answer.isEmpty()) {
                return bad("the turn ended without a word");
            }
            String more = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
            return new Outcome(
                    State.WORKS,
                    new Finding(
                            "turn",
                            Verdict.GOOD,
                            "by %s, answered in %s: \"%s\"%s"
                                    .formatted(way, Spans.text(end.duration()), answer, more)),
                    List.of());
        }

        private Outcome bad(String why) {
            String everything = why + "\n" + said;
            Finding finding = new Finding("turn", Verdict.MISSING, shown(why));
            if (preset.isRateLimited(everything)) {
                return new Outcome(
                        State.RATE_LIMITED,
                        finding,
                        List.of(
                                "wait until its provider lets this account on, or use another one"));
            }
            if (NOT_LOGGED_IN.matcher(everything).find()) {
                return new Outcome(
                        State.NOT_LOGGED_IN,
                        finding,
                        List.of("its provider refused the key: " + preset.keys().login()));
            }
            return new Outcome(
                    State.FAILED,
                    finding,
                    List.of("what it said is all that is known; `--json` has it too"));
        }

        /// The end of a text, on one line, without any value that was given as a secret.
        private String shown(String text) {
            String safe = text;
            for (String secret : secrets) {
                safe = safe.replace(secret, "[secret removed]");
            }
            String line = Sanitizer.line(safe.substring(Math.max(0, safe.length() - 4_000)));
            return line.length() <= SAID_CHARACTERS_MAX
                    ? line
                    : "…" + line.substring(line.length() - SAID_CHARACTERS_MAX);
        }
    }
}
