package dev.townhall.core.runtime.acp;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.PermissionOption;
import dev.townhall.core.runtime.PermissionOption.Kind;
import dev.townhall.core.runtime.Recorder;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.PermissionClosed;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.Settings;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent, Qwen Code, against a scripted model: what the runtime promises holds with it.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;
    private final ScriptedModel model = new ScriptedModel();
    private StubTown town;
    private AcpRuntime runtime;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        String qwen = System.getenv().getOrDefault("GT_QWEN", "");
        if (qwen.isEmpty()) {
            System.err.println("QwenTest: skipped, no Qwen Code here: run .ci/qwen, set GT_QWEN");
        }
        assumeTrue(!qwen.isEmpty(), "no Qwen Code: run .ci/qwen, set GT_QWEN");
        town = new StubTown(folder);
        Files.writeString(town.tree.resolve("greeting.txt"), "hello world\n");
        for (List<String> git :
                List.of(
                        List.of("git", "init", "-q"),
                        List.of("git", "add", "-A"),
                        List.of(
                                "git",
                                "-c",
                                "user.name=t",
                                "-c",
                                "user.email=t@t",
                                "commit",
                                "-qm",
                                "first"))) {
            Process process = new ProcessBuilder(git).directory(town.tree.toFile()).start();
            assertThat(process.waitFor()).isZero();
        }
        runtime = town.runtime(qwen(qwen), AcpLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        model.close();
        if (runtime != null) {
            runtime.close();
            town.close();
        }
    }

    private AcpCommand qwen(String program) {
        return new AcpCommand("qwen", program, List.of("--acp"))
                .withEnvironment(
                        Map.of(
                                "QWEN_CODE_NO_RELAUNCH", "true",
                                "OPENAI_API_KEY", "sk-scripted-key",
                                "OPENAI_BASE_URL", model.baseUrl(),
                                "OPENAI_MODEL", "scripted"))
                .withHomeFile(
                        ".qwen/settings.json",
                        """
                        {"security":{"auth":{"selectedType":"openai"}},
                         "tools":{"approvalMode":"default"},
                         "memory":{"enableManagedAutoMemory":false},
                         "ui":{"enableFollowupSuggestions":false},
                         "privacy":{"usageStatisticsEnabled":false},
                         "telemetry":{"enabled":false},
                         "general":{"enableAutoUpdate":false},
                         "model":{"generationConfig":{"maxRetries":0,"contextWindowSize":100000}}}
                        """);
    }

    private SessionStart start(Beginning beginning) {
        SessionStart start = town.start(PATIENCE, beginning, List.of());
        return new SessionStart(
                start.agent(),
                start.bead(),
                start.fence(),
                start.folder(),
                Map.of(),
                beginning,
                PATIENCE,
                20_000,
                List.of(),
                start.confinement());
    }

    private AgentSession begin(Recorder updates) {
        return runtime.start(start(new Beginning.Fresh()), updates);
    }

    private static void until(BooleanSupplier reached) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(reached::getAsBoolean);
    }

    private static String text(Recorder updates) {
        return updates.of(Text.class).stream().map(Text::chunk).collect(Collectors.joining());
    }

    /// The model reads the greeting, as this agent demands before an edit, and changes it.
    private void greetBetter() {
        String file = town.tree.resolve("greeting.txt").toString();
        model.once("Greet better", new Answer.Calls("read_file", Map.of("file_path", file)))
                .once(
                        "hello world",
                        new Answer.Calls(
                                "edit",
                                Map.of(
                                        "file_path", file,
                                        "old_string", "hello",
                                        "new_string", "good morning")));
    }

    /// Answers the first permission request.
    private static PermissionRequested answer(
            AgentSession session, Recorder updates, PermissionAnswer answer) {
        until(() -> !updates.of(PermissionRequested.class).isEmpty() || !updates.turns().isEmpty());
        assertThat(updates.of(PermissionRequested.class)).as("%s", updates.all()).isNotEmpty();
        PermissionRequested request = updates.of(PermissionRequested.class).getFirst();
        session.answer(request.permissionId(), answer);
        return request;
    }

    @Test
    void itEditsAFileByAToolCallOnceItIsAllowedTo() {
        greetBetter();
        model.once("good morning", new Answer.Says("Greeted."));
        Recorder updates = new Recorder();
        PermissionRequested request;
        try (AgentSession session = begin(updates)) {
            session.prompt(StubTown.turn("Greet better"));
            request = answer(session, updates, PermissionAnswer.ALLOW_ONCE);
            until(() -> !updates.turns().isEmpty());
        }

        assertThat(town.tree.resolve("greeting.txt")).hasContent("good morning world\n");
        assertThat(updates.turns().getFirst().reason()).isEqualTo(StopReason.END_TURN);
        assertThat(request.options())
                .extracting(PermissionOption::kind)
                .contains(Kind.ALLOW_ONCE, Kind.ALLOW_ALWAYS, Kind.REJECT_ONCE);
        assertThat(request.call().kind()).isEqualTo("edit");
        assertThat(request.call().changes().getFirst().after()).contains("good morning");
        assertThat(updates.of(PermissionClosed.class).getFirst().detail())
                .isEqualTo("proceed_once");
        assertThat(updates.of(ToolCall.class).getLast().status()).isEqualTo("completed");
        assertThat(text(updates)).contains("Greeted.");
        assertThat(updates.of(Usage.class).getFirst().inputTokens()).isEqualTo(100);
        assertThat(updates.of(Started.class).getFirst().features().agent()).isEqualTo("qwen-code");
        assertThat(updates.of(Settings.class).getFirst().settings())
                .anyMatch(setting ->
                        setting.id().equals("mode") && setting.current().equals("default"));
        assertThat(model.tools()).contains("edit", "run_shell_command");
        assertThat(model.count()).isEqualTo(3);
        assertThat(town.tree.resolve(".qwen")).as("settings stay in its home").doesNotExist();
    }

    @Test
    void aDeniedEditIsNotMadeAndTheNextTurnWorks() {
        greetBetter();
        model.once("It was denied", new Answer.Says("I see."));
        Recorder updates = new Recorder();
        try (AgentSession session = begin(updates)) {
            session.prompt(StubTown.turn("Greet better"));
            answer(session, updates, PermissionAnswer.DENY);
            until(() -> !updates.turns().isEmpty());
            session.prompt(StubTown.turn("It was denied by ada: leave the greeting."));
            until(() -> updates.turns().size() == 2);
        }

        assertThat(town.tree.resolve("greeting.txt")).hasContent("hello world\n");
        assertThat(text(updates)).contains("I see.");
        assertThat(updates.of(ToolCall.class).getLast().status()).isEqualTo("failed");
    }

    @Test
    void aTurnIsCancelledWhileItsModelThinksAndWhileAPersonIsAsked() {
        Answer slow = new Answer.Waits(Duration.ofSeconds(60), new Answer.Says("late"));
        model.once("Think long", slow);
        greetBetter();
        Recorder updates = new Recorder();
        try (AgentSession session = begin(updates)) {
            session.prompt(StubTown.turn("Think long"));
            until(() -> model.count() == 1);
            session.cancel();
            until(() -> updates.turns().size() == 1);
            session.prompt(StubTown.turn("Greet better"));
            until(() -> !updates.of(PermissionRequested.class).isEmpty());
            session.cancel();
            until(() -> updates.turns().size() == 2);
        }

        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsOnly(StopReason.CANCELLED);
        assertThat(town.tree.resolve("greeting.txt")).hasContent("hello world\n");
    }

    @Test
    void aKilledAgentsSessionIsContinuedByTheNext() {
        Answer slow = new Answer.Waits(Duration.ofSeconds(60), new Answer.Says("late"));
        model.once("The word is gherkin", new Answer.Says("Noted."))
                .once("Think long", slow)
                .once("What was the word", new Answer.Says("gherkin"));
        Recorder first = new Recorder();
        AgentSession killed = begin(first);
        killed.prompt(StubTown.turn("The word is gherkin"));
        until(() -> first.turns().size() == 1);
        killed.prompt(StubTown.turn("Think long"));
        until(() -> model.count() == 2);

        ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("cli.js --acp"))
                .filter(process -> process.info().command().orElse("").endsWith("/node"))
                .forEach(ProcessHandle::destroyForcibly);
        until(() -> !first.ends().isEmpty());
        String id = first.of(Started.class).getFirst().nativeId().orElseThrow();
        Recorder second = new Recorder();
        try (AgentSession next = runtime.start(start(new Beginning.Continued(id)), second)) {
            next.prompt(StubTown.turn("What was the word?"));
            until(() -> !second.turns().isEmpty());
        }

        assertThat(first.ends().getFirst().cause()).isEqualTo(Cause.CRASHED);
        assertThat(killed.isAlive()).isFalse();
        assertThat(second.of(Started.class).getFirst().nativeId()).isEqualTo(Optional.of(id));
        assertThat(text(second)).isEqualTo("gherkin");
        assertThat(model.requests().getLast().toString()).contains("The word is gherkin");
    }

    @Test
    void anErrorOfItsModelEndsTheTurnAndNotTheSession() {
        model.once("Fail now", new Answer.Fails(401, "bad key"))
                .once("And now", new Answer.Says("Better."));
        Recorder updates = new Recorder();
        try (AgentSession session = begin(updates)) {
            session.prompt(StubTown.turn("Fail now"));
            until(() -> updates.turns().size() == 1);
            session.prompt(StubTown.turn("And now?"));
            until(() -> updates.turns().size() == 2);
        }

        TurnEnded failed = updates.turns().getFirst();
        assertThat(failed.reason()).isEqualTo(StopReason.FAILED);
        assertThat(failed.error().orElseThrow().message()).contains("401");
        assertThat(text(updates)).contains("Better.");
    }
}
