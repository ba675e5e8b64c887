package dev.townhall.core.runtime.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.process.Survivors;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Recorder;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.Finding;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents that lie, flood, hang and die: each ends in a clear update, and the next session works.
class BadAgentTest {
    @TempDir Path folder;
    private StubTown town;
    private AcpRuntime runtime;

    @BeforeEach
    void open() throws IOException {
        town = new StubTown(folder);
        runtime = town.runtime("");
    }

    @AfterEach
    void close() {
        runtime.close();
        town.close();
    }

    private static List<FindingKind> kinds(Recorder updates) {
        return updates.of(Finding.class).stream().map(Finding::kind).distinct().toList();
    }

    private static String text(Recorder updates) {
        return updates.of(Text.class).stream().map(Text::chunk).collect(Collectors.joining());
    }

    private static StopReason reason(Recorder updates) {
        assertThat(updates.turns()).hasSize(1);
        return updates.turns().getFirst().reason();
    }

    @Test
    void garbageOnStandardOutputIsSkippedAndReported() {
        Recorder updates = town.turn(runtime, "GARBAGE");

        assertThat(text(updates)).isEqualTo("still here");
        assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
        assertThat(kinds(updates)).containsExactly(FindingKind.BAD_OUTPUT);
        assertThat(updates.of(Finding.class).getFirst().detail()).contains("not json");
    }

    @Test
    void aGreetingBeforeTheProtocolDoesNotKeepAnAgentFromWorking() {
        try (AcpRuntime noisy = town.runtime("noisy")) {
            Recorder updates = town.turn(noisy, "WORK");

            assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
            assertThat(kinds(updates)).containsExactly(FindingKind.BAD_OUTPUT);
        }
    }

    @Test
    void aLineLongerThanTheLimitIsSkippedAndTheTurnGoesOn() {
        AcpLimits small = AcpLimits.DEFAULT.withLineBytesMax(32 * 1024 * 1024);
        try (AcpRuntime limited = town.runtime(StubTown.stub(""), small)) {
            Recorder updates = town.turn(limited, "HUGE 50000000");

            assertThat(text(updates)).isEqualTo("still here");
            assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
            assertThat(updates.of(Finding.class).getFirst().detail())
                    .contains("50000")
                    .contains("too long");
        }
    }

    @Test
    void aLongLineWithinTheLimitIsReadAndCapped() {
        Recorder updates = town.turn(runtime, "HUGE 24000000");

        TurnEnded turn = updates.turns().getFirst();
        assertThat(turn.outputBytes()).isEqualTo(24_000_000 + "still here".length());
        assertThat(turn.outputTail()).hasSize(1000).endsWith("xstill here");
        assertThat(text(updates).length()).isBetween(1000, 1100);
    }

    @Test
    void anAgentThatExitsAtOnceSaysWhyWithoutItsKey() {
        try (AcpRuntime broken = town.runtime("exits")) {
            Recorder updates = town.turn(broken, "WORK");

            assertThat(updates.turns()).isEmpty();
            Ended end = updates.ends().getFirst();
            assertThat(end.cause()).isEqualTo(Cause.NOT_STARTED);
            assertThat(end.detail())
                    .contains("exited with code 5", "no such model", "(hidden)")
                    .doesNotContain(StubTown.KEY);
        }
    }

    @Test
    void anAgentWhoseProgramIsMissingSaysSo() {
        AcpCommand missing = new AcpCommand("ghost", "no-such-agent", List.of("--acp"));
        try (AcpRuntime none = town.runtime(missing, AcpLimits.DEFAULT)) {
            Recorder updates = new Recorder();
            try (AgentSession _ = none.start(town.start(), updates)) {
                StubTown.until(() -> !updates.ends().isEmpty());
            }

            assertThat(updates.all()).hasSize(1);
            assertThat(updates.ends().getFirst().cause()).isEqualTo(Cause.NOT_STARTED);
            assertThat(updates.ends().getFirst().detail())
                    .contains("ghost", "no-such-agent was not found");
        }
    }

    @Test
    void anAgentThatExitsInMidTurnEndsItsSessionAtOnce() {
        Recorder updates = town.turn(runtime, "EXIT");

        Ended end = updates.ends().getFirst();
        assertThat(end.cause()).isEqualTo(Cause.CRASHED);
        assertThat(end.detail())
                .contains("exited with code 7", "boom")
                .doesNotContain(StubTown.KEY);
        assertThat(updates.turns()).isEmpty();
    }

    @Test
    void anAgentThatDiesOverHalfAnAnswerEndsItsSession() {
        Recorder updates = town.turn(runtime, "HALF");

        assertThat(updates.ends().getFirst().cause()).isEqualTo(Cause.CRASHED);
        assertThat(kinds(updates)).containsExactly(FindingKind.BAD_OUTPUT);
    }

    @Test
    void anAgentThatNeverAnswersIsEndedAtTheStart() {
        AcpLimits hasty = AcpLimits.DEFAULT.withStart(Duration.ofSeconds(1));
        try (AcpRuntime never = town.runtime(StubTown.stub("never"), hasty)) {
            Recorder updates = town.turn(never, "WORK");

            assertThat(updates.ends().getFirst().cause()).isEqualTo(Cause.NOT_STARTED);
            assertThat(updates.ends().getFirst().detail())
                    .contains("did not answer 'initialize' within 1 s");
        }
    }

    @Test
    void anAgentThatIgnoresACancelIsEnded() {
        AcpLimits hasty = AcpLimits.DEFAULT.withCancel(Duration.ofMillis(300));
        try (AcpRuntime limited = town.runtime(StubTown.stub(""), hasty)) {
            Recorder updates = new Recorder();
            AgentSession session = limited.start(town.start(), updates);
            session.prompt(StubTown.turn("DEAF"));
            StubTown.until(() -> !text(updates).isEmpty());

            session.cancel();
            StubTown.until(() -> !updates.ends().isEmpty());

            assertThat(reason(updates)).isEqualTo(StopReason.CANCELLED);
            assertThat(updates.ends().getFirst().cause()).isEqualTo(Cause.CRASHED);
            assertThat(updates.ends().getFirst().detail()).contains("did not end a cancelled turn");
            session.close();
        }
    }

    @Test
    void anAgentThatCallsACancelledTurnEndedIsNotBelieved() {
        Recorder updates = new Recorder();
        AgentSession session = runtime.start(town.start(), updates);
        session.prompt(StubTown.turn("STUBBORN"));
        StubTown.until(() -> !text(updates).isEmpty());

        session.cancel();
        StubTown.until(() -> !updates.turns().isEmpty());
        session.close();

        assertThat(reason(updates)).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void whatComesAfterACancelIsLeftOutAndRefused() {
        Recorder updates = new Recorder();
        AgentSession session = runtime.start(town.start(), updates);
        session.prompt(StubTown.turn("LATE"));
        StubTown.until(() -> !text(updates).isEmpty());

        session.cancel();
        StubTown.until(() -> kinds(updates).contains(FindingKind.REFUSED));
        session.prompt(StubTown.turn("WORK"));
        StubTown.until(() -> updates.turns().size() == 2);
        session.close();

        assertThat(kinds(updates)).containsExactly(FindingKind.STRAY, FindingKind.REFUSED);
        assertThat(updates.of(PermissionRequested.class)).isEmpty();
        assertThat(text(updates)).isEqualTo("hanging\nok\n");
        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.CANCELLED, StopReason.END_TURN);
    }

    @Test
    void updatesAndRequestsOfAnotherSessionAreNotTaken() {
        Recorder updates = town.turn(runtime, "STRAY");

        assertThat(text(updates)).isEqualTo("{\"outcome\":{\"outcome\":\"cancelled\"}}");
        assertThat(updates.of(PermissionRequested.class)).isEmpty();
        assertThat(kinds(updates)).containsExactly(FindingKind.STRAY, FindingKind.REFUSED);
    }

    @Test
    void aDaemonOfAnAgentIsDeadAfterTheSession() {
        String mark = Survivors.mark();

        Recorder updates = town.turn(runtime, "DAEMON " + mark);

        assertThat(text(updates)).isEqualTo("started");
        Survivors.awaitNone(mark);
    }

    @Test
    void anUnknownStopReasonIsToldAsOne() {
        Recorder updates = town.turn(runtime, "STOP because");

        assertThat(reason(updates)).isEqualTo(StopReason.UNKNOWN);
        assertThat(updates.turns().getFirst().error().orElseThrow().message()).contains("because");
    }

    @Test
    void limitsAndRefusalsAreNoSuccess() {
        assertThat(reason(town.turn(runtime, "STOP max_tokens"))).isEqualTo(StopReason.LIMIT);
        assertThat(reason(town.turn(runtime, "STOP max_turn_requests")))
                .isEqualTo(StopReason.LIMIT);
        assertThat(reason(town.turn(runtime, "STOP refusal"))).isEqualTo(StopReason.REFUSED);
    }

    @Test
    void unknownUpdatesAreReportedAndOddOnesSurvived() {
        Recorder updates =
                town.turn(
                        runtime,
                        """
                        UPDATES [{"sessionUpdate":"mind_reading","x":1},{},7,"text",
                          {"sessionUpdate":"tool_call"},{"sessionUpdate":"plan","entries":"none"},
                          {"sessionUpdate":"agent_message_chunk","content":[1,2]},
                          {"sessionUpdate":"tool_call","toolCallId":{"a":1},"locations":7,"content":"x"},
                          {"sessionUpdate":"usage_update","used":"many","size":-1,"cost":{"amount":"x"}},
                          {"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"fine"}}]\
                        """
                                .replace("\n", " "));

        assertThat(text(updates)).isEqualTo("fine");
        assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
        assertThat(kinds(updates)).containsExactly(FindingKind.BAD_OUTPUT);
        assertThat(updates.of(Finding.class).getFirst().detail()).contains("mind_reading");
    }

    @Test
    void anUpdateOfAToolCallMayComeBeforeTheCallAndTheCallMayNeverEnd() {
        Recorder updates =
                town.turn(
                        runtime,
                        """
                        UPDATES [{"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"in_progress"},
                          {"sessionUpdate":"tool_call","toolCallId":"c1","title":"Edit a.txt","kind":"edit"}]\
                        """
                                .replace("\n", " "));

        assertThat(updates.of(ToolCall.class))
                .extracting(call -> call.title() + " " + call.kind() + " " + call.status())
                .containsExactly(
                        "a tool other in_progress",
                        "Edit a.txt edit in_progress",
                        "Edit a.txt edit unfinished");
    }

    @Test
    void anAgentThatClosesItsErrorStreamIsHeardOn() {
        Recorder updates = town.turn(runtime, "QUIET");

        assertThat(text(updates)).isEqualTo("no errors any more");
        assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
    }

    @Test
    void aFloodOfToolCallsIsCapped() {
        Recorder updates = town.turn(runtime, "CALLS 20000");

        assertThat(updates.of(ToolCall.class).size()).isBetween(5000, 5500);
        assertThat(kinds(updates)).containsExactly(FindingKind.FLOOD);
        assertThat(reason(updates)).isEqualTo(StopReason.END_TURN);
    }

    @Test
    void anAgentThatWorksAndSaysNothingIsReportedAndLives() {
        AcpLimits watchful = AcpLimits.DEFAULT.withSilence(Duration.ofMillis(200));
        try (AcpRuntime watched = town.runtime(StubTown.stub(""), watchful)) {
            Recorder updates = new Recorder();
            AgentSession session = watched.start(town.start(), updates);
            session.prompt(StubTown.turn("HANG"));

            StubTown.until(() -> kinds(updates).contains(FindingKind.SILENT));
            session.cancel();
            StubTown.until(() -> !updates.turns().isEmpty());
            session.prompt(StubTown.turn("WORK"));
            StubTown.until(() -> updates.turns().size() == 2);
            session.close();

            assertThat(updates.turns().getLast().reason()).isEqualTo(StopReason.END_TURN);
        }
    }

    @Test
    void anAgentThatNeedsALoginSaysSo() {
        try (AcpRuntime closed = town.runtime("login")) {
            Ended end = town.turn(closed, "WORK").ends().getFirst();

            assertThat(end.cause()).isEqualTo(Cause.NOT_STARTED);
            assertThat(end.detail()).contains("session/new", "Authentication required", "-32000");
        }
    }

    @Test
    void aNewerProtocolIsUnderstoodAndAMuchNewerOneRefused() {
        try (AcpRuntime two = town.runtime("version 2");
                AcpRuntime nine = town.runtime("version 9")) {
            assertThat(reason(town.turn(two, "WORK"))).isEqualTo(StopReason.END_TURN);

            Ended end = town.turn(nine, "WORK").ends().getFirst();
            assertThat(end.cause()).isEqualTo(Cause.NOT_STARTED);
            assertThat(end.detail()).contains("speaks version 9");
        }
    }

    @Test
    void aSessionThatCannotBeContinuedDoesNotStart() {
        try (AcpRuntime resuming = town.runtime("resume")) {
            Beginning unknown = new Beginning.Continued("unknown");
            List<Recorder> all =
                    List.of(
                            town.turn(
                                    runtime,
                                    town.start(
                                            StubTown.LONG, new Beginning.Continued("x"), List.of()),
                                    "WORK"),
                            town.turn(
                                    runtime,
                                    town.start(StubTown.LONG, new Beginning.Forked("x"), List.of()),
                                    "WORK"),
                            town.turn(
                                    resuming,
                                    town.start(StubTown.LONG, unknown, List.of()),
                                    "WORK"));

            assertThat(all)
                    .allSatisfy(updates ->
                            assertThat(updates.ends().getFirst().cause())
                                    .isEqualTo(Cause.NOT_STARTED));
            assertThat(all.get(0).ends().getFirst().detail()).contains("begin a fresh one");
            assertThat(all.get(1).ends().getFirst().detail()).contains("copy the session");
            assertThat(all.get(2).ends().getFirst().detail()).contains("no such session", "-32002");
        }
    }

    @Test
    void aModelsErrorIsToldWithItsCodeAndWords() {
        TurnEnded turn = town.turn(runtime, "FAIL").turns().getFirst();

        assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
        assertThat(turn.error())
                .contains(
                        new SessionUpdate.AgentError(
                                -32603, "Internal error: 500 the model broke"));
    }
}
