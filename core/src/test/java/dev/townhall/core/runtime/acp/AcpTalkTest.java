package dev.townhall.core.runtime.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.AgentSession.Reply;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.PermissionOption;
import dev.townhall.core.runtime.PermissionOption.Kind;
import dev.townhall.core.runtime.Question.FieldType;
import dev.townhall.core.runtime.Recorder;
import dev.townhall.core.runtime.SessionUpdate.Asked;
import dev.townhall.core.runtime.SessionUpdate.Closing;
import dev.townhall.core.runtime.SessionUpdate.Context;
import dev.townhall.core.runtime.SessionUpdate.Cost;
import dev.townhall.core.runtime.SessionUpdate.FileChange;
import dev.townhall.core.runtime.SessionUpdate.Finding;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.PermissionClosed;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.PlanChanged;
import dev.townhall.core.runtime.SessionUpdate.PlanEntry;
import dev.townhall.core.runtime.SessionUpdate.QuestionClosed;
import dev.townhall.core.runtime.SessionUpdate.Settings;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.Thought;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import dev.townhall.core.runtime.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the town and an agent say to each other: how it begins, what is streamed, asked and set.
class AcpTalkTest {
    private static final String TWO_WAYS =
            """
            [{"optionId":"x9","name":"Always","kind":"allow_always"},
             {"optionId":"x3","name":"No","kind":"reject_once"},
             {"optionId":"x7","name":"Yes","kind":"allow_once"}]\
            """
                    .replace("\n", " ");

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

    private static String text(Recorder updates) {
        return updates.of(Text.class).stream().map(Text::chunk).collect(Collectors.joining());
    }

    /// A turn in which something is asked, and what is done then.
    private Recorder asked(String prompt, BiConsumer<AgentSession, Recorder> then) {
        Recorder updates = new Recorder();
        try (AgentSession session = runtime.start(town.start(), updates)) {
            session.prompt(StubTown.turn(prompt));
            StubTown.until(() ->
                    !updates.of(PermissionRequested.class).isEmpty()
                            || !updates.of(Asked.class).isEmpty());
            then.accept(session, updates);
            StubTown.until(() -> !updates.turns().isEmpty());
        }
        return updates;
    }

    private Recorder permitted(String options, PermissionAnswer answer) {
        return asked(
                "PERMIT " + options,
                (session, updates) ->
                        session.answer(
                                updates.of(PermissionRequested.class).getFirst().permissionId(),
                                answer));
    }

    private static String selected(String option) {
        return "{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"" + option + "\"}}";
    }

    private static final String CANCELLED = "{\"outcome\":{\"outcome\":\"cancelled\"}}";

    @Test
    void anAgentHearsWhereItWorksWhatItGetsAndNoSecretOfTheTown() {
        AcpCommand command =
                StubTown.stub("")
                        .withHomeFile(".stub/settings.json", "{\"mode\":1}")
                        .withEnvironment(Map.of("HOME", "/home/ada"));
        McpServer tools =
                new McpServer(
                        "town",
                        Optional.of(
                                new McpServer.Http(
                                        "http://127.0.0.1:1/mcp",
                                        Map.of("Authorization", "Bearer very-secret"))),
                        Optional.empty());
        String told;
        Recorder updates;
        try (AcpRuntime given = town.runtime(command, AcpLimits.DEFAULT)) {
            var start = town.start(StubTown.LONG, new Beginning.Fresh(), List.of(tools));
            var wide =
                    new dev.townhall.core.runtime.AgentRuntime.SessionStart(
                            start.agent(),
                            start.bead(),
                            start.fence(),
                            start.folder(),
                            start.environment(),
                            start.beginning(),
                            start.deadline(),
                            100_000,
                            start.tools(),
                            start.confinement());
            updates = town.turn(given, wide, "TELL-ME");
            told = text(updates);
        }

        JsonNode all = Json.parse(told);
        assertThat(all.path("hello").path("protocolVersion").asInt()).isEqualTo(1);
        assertThat(all.path("hello").path("clientCapabilities").path("terminal").asBoolean())
                .isFalse();
        assertThat(all.path("opened").path("cwd").asText()).isEqualTo(town.tree.toString());
        JsonNode server = all.path("opened").path("mcpServers").path(0);
        assertThat(server.path("type").asText()).isEqualTo("http");
        assertThat(server.path("headers").path(0).path("name").asText()).isEqualTo("Authorization");
        JsonNode environment = all.path("environment");
        Path home = town.homes.resolve("shop~polecats~nux/home");
        assertThat(environment.path("HOME").asText()).isEqualTo(home.toString());
        assertThat(environment.path("GT_BEAD").asText()).isEqualTo("sh-1");
        assertThat(environment.path("GT_RIG").asText()).isEqualTo("shop");
        assertThat(environment.path("GT_REWORK").asText()).isEqualTo("conflict");
        assertThat(environment.has("SLACK_BOT_TOKEN")).isFalse();
        assertThat(home.resolve(".stub/settings.json")).hasContent("{\"mode\":1}");
        assertThat(told)
                .as("its own secrets do not come back to the town")
                .doesNotContain(StubTown.KEY)
                .doesNotContain("very-secret");
        Started started = updates.of(Started.class).getFirst();
        assertThat(started.nativeId()).contains("stub-session-1");
        assertThat(started.features().agent()).isEqualTo("stub");
        assertThat(started.features().version()).isEqualTo("1.2");
    }

    @Test
    void anAgentWithoutToolsOverHttpGetsTheCommandOrAFinding() {
        McpServer.Stdio stdio = new McpServer.Stdio("/bin/cat", List.of("-"), Map.of("A", "b"));
        McpServer.Http http = new McpServer.Http("http://127.0.0.1:1/mcp", Map.of());
        List<McpServer> tools =
                List.of(
                        new McpServer("both", Optional.of(http), Optional.of(stdio)),
                        new McpServer("web", Optional.of(http), Optional.empty()));
        try (AcpRuntime old = town.runtime("no-http")) {
            Recorder updates =
                    town.turn(old, town.start(StubTown.LONG, new Beginning.Fresh(), tools), "WORK");

            assertThat(updates.of(Finding.class))
                    .extracting(Finding::kind)
                    .containsExactly(FindingKind.UNSUPPORTED);
            assertThat(updates.of(Finding.class).getFirst().detail()).contains("'web'");
        }
    }

    @Test
    void aSessionIsContinuedByResumeOrLoadAndCopiedByFork() {
        for (String manner : List.of("resume", "load", "fork")) {
            Beginning beginning =
                    manner.equals("fork")
                            ? new Beginning.Forked("old-1")
                            : new Beginning.Continued("old-1");
            try (AcpRuntime continuing = town.runtime(manner)) {
                Recorder updates =
                        town.turn(
                                continuing,
                                town.start(StubTown.LONG, beginning, List.of()),
                                "STOP end_turn");

                Started started = updates.of(Started.class).getFirst();
                assertThat(text(updates)).as("history is not told again").isEmpty();
                assertThat(started.features().load()).isEqualTo(manner.equals("load"));
                assertThat(started.nativeId())
                        .contains(manner.equals("load") ? "old-1" : "stub-session-1");
            }
        }
    }

    @Test
    void whatAnAgentStreamsIsTold() {
        Recorder updates =
                town.turn(
                        runtime,
                        """
                        UPDATES [{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"}},
                        {"sessionUpdate":"plan","entries":[{"content":"look","priority":"high","status":"completed"},{"content":"act","status":"pending"}]},
                        {"sessionUpdate":"tool_call","toolCallId":"c1","title":"Edit","kind":"edit","status":"pending","rawInput":{},"locations":[{"path":"/t/a.txt","line":3}]},
                        {"sessionUpdate":"tool_call_update","toolCallId":"c1","status":"completed","rawInput":{"file":"a.txt"},"content":[{"type":"diff","path":"a.txt","oldText":"a","newText":"b"},{"type":"content","content":{"type":"text","text":"done"}}]},
                        {"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":""},"_meta":{"usage":{"inputTokens":10,"outputTokens":5,"thoughtTokens":2,"cachedReadTokens":7}}},
                        {"sessionUpdate":"usage_update","used":900,"size":1000,"cost":{"amount":0.25,"currency":"USD"}},
                        {"sessionUpdate":"available_commands_update","availableCommands":[]},
                        {"sessionUpdate":"current_mode_update","currentModeId":"plan"},
                        {"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"hello"}}]\
                        """
                                .replace("\n", " "));

        assertThat(updates.of(Thought.class)).containsExactly(new Thought("hm"));
        assertThat(updates.of(PlanChanged.class))
                .containsExactly(
                        new PlanChanged(
                                List.of(
                                        new PlanEntry("look", "completed"),
                                        new PlanEntry("act", "pending"))));
        assertThat(updates.of(ToolCall.class))
                .containsExactly(
                        new ToolCall(
                                "c1",
                                "Edit",
                                "edit",
                                "pending",
                                List.of("/t/a.txt:3"),
                                List.of(),
                                "",
                                ""),
                        new ToolCall(
                                "c1",
                                "Edit",
                                "edit",
                                "completed",
                                List.of("/t/a.txt:3"),
                                List.of(new FileChange("a.txt", Optional.of("a"), "b")),
                                "{\"file\":\"a.txt\"}",
                                "done"));
        assertThat(updates.of(Usage.class)).containsExactly(new Usage(10, 5, 7, 2));
        assertThat(updates.of(Context.class))
                .containsExactly(new Context(900, 1000, Optional.of(new Cost(0.25, "USD"))));
        assertThat(updates.of(Settings.class).getLast().settings().getFirst().current())
                .isEqualTo("plan");
        assertThat(text(updates)).isEqualTo("hello");
        assertThat(updates.of(Finding.class)).isEmpty();
    }

    @Test
    void thousandsOfUpdatesComeInTheirOrder() {
        StringBuilder all = new StringBuilder("UPDATES [");
        for (int i = 0; i < 3000; i++) {
            all.append(i == 0 ? "" : ",")
                    .append("{\"sessionUpdate\":\"tool_call\",\"toolCallId\":\"c")
                    .append(i)
                    .append("\",\"status\":\"completed\"}");
        }

        Recorder updates = town.turn(runtime, all.append(']').toString());

        List<String> ids = updates.of(ToolCall.class).stream().map(ToolCall::callId).toList();
        assertThat(ids).hasSize(3000);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo("c" + i);
        }
    }

    @Test
    void aPermissionRequestTellsEverythingAndIsAllowedOnceByKind() {
        Recorder updates = permitted(TWO_WAYS, PermissionAnswer.ALLOW_ONCE);

        PermissionRequested request = updates.of(PermissionRequested.class).getFirst();
        assertThat(request.tool()).isEqualTo("docker compose up");
        assertThat(request.call().kind()).isEqualTo("execute");
        assertThat(request.arguments().path("command").asText()).isEqualTo("docker compose up");
        assertThat(request.options())
                .containsExactly(
                        new PermissionOption("x9", Kind.ALLOW_ALWAYS, "Always"),
                        new PermissionOption("x3", Kind.REJECT_ONCE, "No"),
                        new PermissionOption("x7", Kind.ALLOW_ONCE, "Yes"));
        assertThat(text(updates)).isEqualTo(selected("x7"));
        assertThat(updates.of(PermissionClosed.class))
                .containsExactly(
                        new PermissionClosed(request.permissionId(), Closing.ANSWERED, "x7"));
    }

    @Test
    void aPermissionIsDeniedByKindOrGivenByItsExactOption() {
        assertThat(text(permitted(TWO_WAYS, PermissionAnswer.DENY))).isEqualTo(selected("x3"));
        assertThat(text(permitted(TWO_WAYS, new PermissionAnswer.Option("x9"))))
                .isEqualTo(selected("x9"));
    }

    @Test
    void anOptionThatWasNotOfferedRefuses() {
        Recorder updates = permitted(TWO_WAYS, new PermissionAnswer.Option("x1"));

        assertThat(text(updates)).isEqualTo(CANCELLED);
        assertThat(updates.of(PermissionClosed.class).getFirst().how()).isEqualTo(Closing.REFUSED);
        assertThat(updates.of(PermissionClosed.class).getFirst().detail())
                .contains("'x1' is none of the options", "x7 (Yes)");
    }

    @Test
    void aPermissionWithoutClearOptionsIsRefused() {
        for (String options :
                List.of(
                        "[]",
                        "{}",
                        "[{\"name\":\"no id\",\"kind\":\"allow_once\"}]",
                        "[{\"optionId\":\"a\",\"kind\":\"allow_once\"},"
                                + "{\"optionId\":\"a\",\"kind\":\"reject_once\"}]")) {
            Recorder updates = town.turn(runtime, "PERMIT " + options);

            assertThat(text(updates)).isEqualTo(CANCELLED);
            assertThat(updates.of(PermissionRequested.class)).isEmpty();
            assertThat(updates.of(Finding.class).getFirst().kind()).isEqualTo(FindingKind.REFUSED);
            assertThat(updates.of(Finding.class).getFirst().detail()).contains("docker compose up");
        }
    }

    @Test
    void cancellingClosesWhatWaitsForAPerson() {
        Recorder updates = asked("PERMIT " + TWO_WAYS, (session, _) -> session.cancel());

        assertThat(updates.of(PermissionClosed.class).getFirst().how())
                .isEqualTo(Closing.CANCELLED);
        assertThat(updates.turns().getFirst().reason()).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void aFormIsAskedAndAnswered() {
        String form =
                """
                ASK {"sessionId":"stub-session-1","mode":"form","message":"Which colour?",
                 "requestedSchema":{"type":"object","required":["colour"],"properties":{
                  "colour":{"type":"string","title":"Colour","enum":["red","blue"]},
                  "sizes":{"type":"array","items":{"anyOf":[{"const":"s","title":"Small"}]}},
                  "sure":{"type":"boolean"}}}}\
                """
                        .replace("\n", " ");

        Recorder updates =
                asked(
                        form,
                        (session, so) ->
                                session.reply(
                                        so.of(Asked.class).getFirst().questionId(),
                                        new Reply.Accept(
                                                Map.of("colour", "red", "other", "dropped"))));

        var question = updates.of(Asked.class).getFirst().question();
        assertThat(question.message()).isEqualTo("Which colour?");
        assertThat(question.fields())
                .extracting(field -> field.name() + " " + field.type() + " " + field.required())
                .containsExactly(
                        "colour " + FieldType.TEXT + " true",
                        "sizes " + FieldType.SEVERAL + " false",
                        "sure " + FieldType.YES_NO + " false");
        assertThat(question.fields().get(1).choices())
                .containsExactly(new Setting.Choice("s", "Small"));
        assertThat(text(updates))
                .isEqualTo("{\"action\":\"accept\",\"content\":{\"colour\":\"red\"}}");
        assertThat(updates.of(QuestionClosed.class).getFirst().how()).isEqualTo(Closing.ANSWERED);
        assertThat(text(asked(form, (session, so) -> session.cancel()))).doesNotContain("accept");
    }

    @Test
    void settingsAreOfferedSetBeforeTheFirstTurnAndReportedWhenRefused() throws IOException {
        AcpCommand planning = StubTown.stub("").withSetting("mode", "plan");
        try (AcpRuntime set = town.runtime(planning, AcpLimits.DEFAULT)) {
            Recorder updates = new Recorder();
            try (AgentSession session = set.start(town.start(), updates)) {
                session.prompt(StubTown.turn("WORK"));
                StubTown.until(() -> !updates.turns().isEmpty());
                session.set("effort", "high");
                StubTown.until(() -> !updates.of(Finding.class).isEmpty());

                assertThatThrownBy(() -> session.set("mode", "yolo"))
                        .isInstanceOfSatisfying(
                                TownException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            }
            assertThat(updates.of(Settings.class).getFirst().settings())
                    .extracting(Setting::id)
                    .containsExactly("mode", "effort");
            assertThat(updates.of(Settings.class).getLast().settings().getFirst().current())
                    .isEqualTo("plan");
            assertThat(Files.readString(town.tree.resolve("settings.txt")))
                    .startsWith("session/set_mode")
                    .contains("\"modeId\":\"plan\"");
            assertThat(updates.of(Finding.class).getFirst().detail()).contains("not today");
        }
    }

    @Test
    void filesOfTheWorktreeAreServedAndNothingElse() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "town's");
        Files.createSymbolicLink(town.tree.resolve("link"), secret);
        Files.createSymbolicLink(town.tree.resolve("away"), folder);
        Files.createDirectory(town.tree.resolve(".git"));
        Files.writeString(town.tree.resolve("a.txt"), "one\ntwo\nthree\n");

        assertThat(read("\"a.txt\"")).isEqualTo("{\"content\":\"one\\ntwo\\nthree\\n\"}");
        assertThat(read("\"" + town.tree + "/a.txt\",\"line\":2,\"limit\":1"))
                .isEqualTo("{\"content\":\"two\"}");
        for (String path :
                List.of(
                        "../secret",
                        "/etc/passwd",
                        "link",
                        "away/secret",
                        ".git/config",
                        "",
                        ".",
                        ".GIT/hooks/x",
                        "none",
                        "a.txt/b")) {
            assertThat(read("\"" + path + "\"")).as(path).contains("\"code\":-32602");
        }
        for (String path : List.of("../secret", "/etc/passwd", ".git/config", ".GIT/hooks/x")) {
            assertThat(askedFor(path)).as(path).isEqualTo(FindingKind.TRESPASS);
        }
        for (String path : List.of("link", "away/secret", ".", "none", "a.txt/b")) {
            assertThat(askedFor(path)).as(path).isEqualTo(FindingKind.REFUSED);
        }
        write("new.txt", "fresh");
        write("a.txt", "changed");
        write("link", "broken");
        write("away/secret", "broken");
        write(".git/config", "[core]");
        assertThat(town.tree.resolve("new.txt")).hasContent("fresh");
        assertThat(town.tree.resolve("a.txt")).hasContent("changed");
        assertThat(secret).hasContent("town's");
        assertThat(town.tree.resolve(".git/config")).doesNotExist();
    }

    /// As what it is told that the agent asked for a file.
    private FindingKind askedFor(String path) {
        return town.turn(runtime, "CALL fs/read_text_file {\"path\":\"" + path + "\"}")
                .of(Finding.class)
                .getFirst()
                .kind();
    }

    private String read(String path) {
        return text(town.turn(runtime, "CALL fs/read_text_file {\"path\":" + path + "}"));
    }

    private void write(String path, String content) {
        town.turn(
                runtime,
                "CALL fs/write_text_file {\"path\":\"%s\",\"content\":\"%s\"}"
                        .formatted(path, content));
    }

    @Test
    void terminalsAndUnknownRequestsAreRefusedAndTheAgentGoesOn() {
        for (String method : List.of("terminal/create", "craft/drainMidTurnQueue")) {
            Recorder updates = town.turn(runtime, "CALL " + method + " {\"command\":\"rm\"}");

            assertThat(text(updates)).contains("\"code\":-32601");
            assertThat(updates.of(Finding.class).getFirst().kind()).isEqualTo(FindingKind.REFUSED);
            assertThat(updates.turns().getFirst().reason()).isEqualTo(StopReason.END_TURN);
        }
    }
}
