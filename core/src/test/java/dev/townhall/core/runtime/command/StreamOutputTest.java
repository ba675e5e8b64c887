package dev.townhall.core.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Metering;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What agents print, shortened from their documents and runs.
final class StreamOutputTest {
    private static final Secrets NONE =
            Secrets.of(
                    Map.of(),
                    new SessionStart(
                            new Actor("shop/polecats/nux"),
                            new BeadId("sh-1"),
                            1,
                            Path.of("/"),
                            Map.of(),
                            Optional.empty(),
                            Duration.ofMinutes(1),
                            1_000),
                    List.of());

    private final List<SessionUpdate> updates = new ArrayList<>();

    private TurnOutput.Result read(Headless.Output output, String printed, int pieces) {
        TurnOutput reader =
                TurnOutput.of(
                        output, new Teller(1_000, NONE, updates::add), new Meter(Metering.USUAL));
        for (int at = 0; at < printed.length(); at += pieces) {
            reader.take(printed.substring(at, Math.min(printed.length(), at + pieces)));
        }
        TurnOutput.Result result =
                reader.end(
                        new Exit(How.EXITED, 0, printed, printed.length(), Duration.ofSeconds(1)));
        session = reader.session().orElse("");
        return result;
    }

    private String session = "";

    private TurnOutput.Result stream(String printed) {
        return read(Headless.Output.STREAM_JSON, printed, 7);
    }

    @Test
    void theLinesOfClaudeAndQwenAreRead() {
        TurnOutput.Result result =
                stream(
                        """
                        Warning: something on the other stream
                        {"type":"system","subtype":"init","session_id":"u-1","tools":["Bash"]}
                        {"type":"assistant","session_id":"u-1","message":{"content":[{"type":"text","text":"Looking."},{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}
                        {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"no such thing"}]}}
                        {"type":"assistant","parent_tool_use_id":"t1","message":{"content":[{"type":"text","text":"inner"}]}}
                        {"type":"result","subtype":"success","is_error":false,"result":"All done.","session_id":"u-1","usage":{"input_tokens":10,"output_tokens":3}}
                        """);

        assertThat(session).isEqualTo("u-1");
        assertThat(result.words()).contains("All done.");
        assertThat(result.failure()).isEmpty();
        assertThat(updates)
                .containsExactly(
                        new Text("Looking."),
                        new ToolCall(
                                "t1",
                                "Bash",
                                "Bash",
                                "in_progress",
                                List.of(),
                                List.of(),
                                "{\"command\":\"ls\"}",
                                ""),
                        new ToolCall(
                                "t1",
                                "Bash",
                                "Bash",
                                "failed",
                                List.of(),
                                List.of(),
                                "{\"command\":\"ls\"}",
                                "no such thing"),
                        new Usage(10, 3, 0, 0));
    }

    @Test
    void anErrorInTheResultIsAFailure() {
        TurnOutput.Result result =
                stream(
                        """
                        {"type":"result","subtype":"error_during_execution","is_error":true,"error":{"message":"401 bad key"}}
                        """);

        assertThat(result.failure()).contains("401 bad key");
    }

    @Test
    void theLinesOfCodexAreRead() {
        TurnOutput.Result result =
                stream(
                        """
                        {"type":"thread.started","thread_id":"th-1"}
                        {"type":"turn.started"}
                        {"type":"item.started","item":{"id":"i1","type":"command_execution","command":"ls","status":"in_progress"}}
                        {"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","status":"completed"}}
                        {"type":"item.completed","item":{"id":"i2","type":"agent_message","text":"Hello."}}
                        {"type":"turn.completed","usage":{"input_tokens":20,"cached_input_tokens":5,"output_tokens":4}}
                        """);

        assertThat(session).isEqualTo("th-1");
        assertThat(result.words()).contains("Hello.");
        assertThat(updates)
                .containsExactly(
                        new ToolCall("i1", "ls", "command_execution", "in_progress"),
                        new ToolCall("i1", "ls", "command_execution", "completed"),
                        new Text("Hello."),
                        new Usage(20, 4, 5, 0));
        assertThat(
                        stream("{\"type\":\"turn.failed\",\"error\":{\"message\":\"quota\"}}\n")
                                .failure())
                .contains("quota");
    }

    @Test
    void theLinesOfOpenCodeCursorAndKimiAreRead() {
        stream(
                """
                {"type":"text","sessionID":"ses_1","part":{"type":"text","text":"One."}}
                {"type":"tool_use","sessionID":"ses_1","part":{"callID":"c1","tool":"bash","state":{"status":"completed"}}}
                {"type":"step_finish","sessionID":"ses_1","part":{"tokens":{"input":7,"output":2}}}
                {"type":"tool_call","subtype":"started","call_id":"c2","tool_call":{"readToolCall":{"args":{}}}}
                {"role":"assistant","content":"Two.","tool_calls":[{"id":"c3","function":{"name":"Shell"}}]}
                {"role":"tool","tool_call_id":"c3","content":"no words of its own"}
                """);

        assertThat(session).isEqualTo("ses_1");
        assertThat(updates)
                .containsExactly(
                        new Text("One."),
                        new ToolCall("c1", "bash", "bash", "completed"),
                        new Usage(7, 2, 0, 0),
                        new ToolCall("c2", "readToolCall", "readToolCall", "in_progress"),
                        new Text("Two."),
                        new ToolCall("c3", "Shell", "Shell", "in_progress"));
    }

    @Test
    void oneObjectIsFoundBetweenWarnings() {
        TurnOutput.Result result =
                read(
                        Headless.Output.JSON,
                        """
                        Loaded cached credentials {not json}
                        {"broken":
                        {
                          "session_id": "g-1",
                          "response": "Hi.",
                          "stats": {"input_tokens": 5, "output_tokens": 1}
                        }
                        bye
                        """,
                        11);

        assertThat(session).isEqualTo("g-1");
        assertThat(result.words()).contains("Hi.");
        assertThat(result.failure()).isEmpty();
        assertThat(updates).containsExactly(new Usage(5, 1, 0, 0), new Text("Hi."));
    }

    @Test
    void outputThatIsNoJsonIsAFailureWhateverTheExitCode() {
        assertThat(stream("garbage\n{half\n").failure())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("without a line of JSON", "garbage"));
        assertThat(read(Headless.Output.JSON, "garbage", 3).failure()).isPresent();
    }

    @Test
    void linesOfTheWrongShapeDoNotStopTheReading() {
        stream(
                """
                {"type":7}
                {"type":"assistant","message":[]}
                {"type":"assistant","message":{"content":"text"}}
                {"type":"item.completed","item":[1,2]}
                {"type":"result","usage":"none","result":{"a":1}}
                [1,2,3]
                {"type":"text","part":{"text":"still here"}}
                """);

        assertThat(updates).containsExactly(new Text("still here"));
    }

    @Test
    void whatWasUsedIsReadWhereThePresetSays() {
        Meter gemini =
                new Meter(
                        new Metering(
                                List.of("stats.models.*.tokens.prompt"),
                                List.of("stats.models.*.tokens.cached"),
                                List.of(
                                        "stats.models.*.tokens.candidates",
                                        "stats.models.*.tokens.thoughts"),
                                Metering.Of.TURN));

        gemini.read(
                Json.parse(
                        """
                        {"stats":{"models":{
                          "pro":{"tokens":{"prompt":10,"cached":4,"candidates":3,"thoughts":2}},
                          "flash":{"tokens":{"prompt":5,"candidates":1}}}}}
                        """),
                new Teller(1_000, NONE, updates::add));

        assertThat(updates).containsExactly(new Usage(15, 6, 4, 0));
    }

    @Test
    void whatAResumedSessionTellsIsTheSumOfItsTurns() {
        Meter meter =
                new Meter(
                        new Metering(
                                List.of("usage.input"),
                                List.of(),
                                List.of("usage.output"),
                                Metering.Of.SESSION));
        Teller teller = new Teller(1_000, NONE, updates::add);

        meter.read(Json.parse("{\"usage\":{\"input\":100,\"output\":20}}"), teller);
        meter.read(Json.parse("{\"usage\":{\"input\":\"many\",\"output\":{}}}"), teller);
        meter.read(Json.parse("{\"usage\":{\"input\":250,\"output\":30}}"), teller);

        assertThat(updates).containsExactly(new Usage(100, 20, 0, 0), new Usage(150, 10, 0, 0));
    }

    @Test
    void theFirstSumOfAResumedSessionIsWhatWasUsedBefore() {
        Meter meter =
                new Meter(
                        new Metering(
                                List.of("input"),
                                List.of(),
                                List.of("output"),
                                Metering.Of.SESSION));
        Teller teller = new Teller(1_000, NONE, updates::add);
        meter.resumes();
        teller.session("s-1");

        meter.read(Json.parse("{\"input\":5000,\"output\":900}"), teller);
        meter.read(Json.parse("{\"input\":5100,\"output\":910}"), teller);
        teller.session("s-2");
        meter.read(Json.parse("{\"input\":7000,\"output\":950}"), teller);

        assertThat(updates).containsExactly(new Usage(100, 10, 0, 0), new Usage(7000, 950, 0, 0));
    }

    @Test
    void whoSaysTooMuchIsCutAndFound() {
        Teller teller = new Teller(10, NONE, updates::add);

        teller.text("123456789");
        teller.text("123456789");
        teller.text("more");

        assertThat(updates)
                .hasSize(3)
                .last()
                .isInstanceOfSatisfying(
                        SessionUpdate.Finding.class,
                        odd -> assertThat(odd.kind()).isEqualTo(SessionUpdate.FindingKind.FLOOD));
    }
}
