package dev.townhall.core.runtime.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A small agent that speaks the protocol well or badly: what it does at its start the environment
/// variable STUB says, what it does in a turn the first word of the prompt. Run as a program of its
/// own; uses nothing of the town.
final class StubAgent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = "stub-session-1";

    private final PrintStream out;
    private final Map<String, Consumer<JsonNode>> answers = new LinkedHashMap<>();
    private final String manner;
    private JsonNode opened = JSON.createObjectNode();
    private JsonNode hello = JSON.createObjectNode();
    private JsonNode turn = JSON.missingNode();
    private String word = "";
    private String session = SESSION;
    private int asked;

    private StubAgent(PrintStream out, String manner) {
        this.out = out;
        this.manner = manner;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        StubAgent agent = new StubAgent(out, System.getenv().getOrDefault("STUB", ""));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (agent.manner.equals("exits")) {
            System.err.println("stub: no such model, key " + System.getenv("STUB_API_KEY"));
            System.exit(5);
        }
        if (agent.manner.equals("noisy")) {
            agent.line("Welcome to stub!");
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            agent.handle(JSON.readTree(line));
            out.flush();
        }
    }

    private void handle(JsonNode message) throws Exception {
        String method = message.path("method").asText("");
        JsonNode id = message.path("id");
        JsonNode params = message.path("params");
        switch (method) {
            case "" -> answers.getOrDefault(id.asText(), _ -> {}).accept(message);
            case "initialize" -> {
                hello = params;
                initialize(id);
            }
            case "session/new" -> open(id, params, false);
            case "session/resume" -> open(id, params, false);
            case "session/fork" -> open(id, params, false);
            case "session/load" -> open(id, params, true);
            case "session/prompt" -> {
                turn = id;
                prompt(params.path("prompt").path(0).path("text").asText());
            }
            case "session/cancel" -> cancel();
            case "session/set_mode", "session/set_config_option", "session/set_model" ->
                    set(id, method, params);
            default -> error(id, -32601, "Method not found", "");
        }
    }

    private void initialize(JsonNode id) throws Exception {
        if (manner.equals("never")) {
            return;
        }
        ObjectNode result = JSON.createObjectNode();
        int version = manner.startsWith("version ") ? Integer.parseInt(manner.substring(8)) : 1;
        result.put("protocolVersion", version);
        result.putObject("agentInfo").put("name", "stub").put("version", "1.2");
        ObjectNode can = result.putObject("agentCapabilities");
        can.put("loadSession", manner.equals("load"));
        ObjectNode sessions = can.putObject("sessionCapabilities");
        if (manner.equals("resume")) {
            sessions.putObject("resume");
        }
        if (manner.equals("fork")) {
            sessions.putObject("fork");
        }
        can.putObject("mcpCapabilities").put("http", !manner.equals("no-http"));
        result(id, result);
    }

    private void open(JsonNode id, JsonNode params, boolean replay) throws Exception {
        if (manner.equals("login")) {
            error(id, -32000, "Authentication required", "");
            return;
        }
        if (params.path("sessionId").asText().equals("unknown")) {
            error(id, -32002, "Resource not found", "no such session");
            return;
        }
        opened = params;
        ObjectNode result = JSON.createObjectNode();
        if (replay) {
            say("an old story");
            session = params.path("sessionId").asText();
        } else {
            result.put("sessionId", SESSION);
        }
        ObjectNode modes = result.putObject("modes").put("currentModeId", "default");
        modes.putArray("availableModes")
                .add(JSON.readTree("{\"id\":\"default\",\"name\":\"Default\"}"))
                .add(JSON.readTree("{\"id\":\"plan\",\"name\":\"Plan\"}"));
        result.putArray("configOptions")
                .add(
                        JSON.readTree(
                                """
                                {"id":"effort","name":"Effort","type":"select","currentValue":"low",
                                 "options":[{"value":"low","name":"Low"},{"value":"high","name":"High"}]}\
                                """));
        result(id, result);
    }

    private void set(JsonNode id, String method, JsonNode params) throws Exception {
        if (params.path("value").asText().equals("high")) {
            error(id, -32602, "not today", "");
            return;
        }
        Files.writeString(Path.of("settings.txt"), method + " " + params);
        result(id, JSON.createObjectNode());
    }

    private void cancel() throws Exception {
        switch (word) {
            case "DEAF" -> {}
            case "LATE" -> {
                end("cancelled");
                say("one more thing");
                request(
                        "session/request_permission",
                        permissionParams(SESSION, "[{\"optionId\":\"a\",\"kind\":\"allow_once\"}]"),
                        _ -> {});
            }
            case "STUBBORN" -> end("end_turn");
            default -> end("cancelled");
        }
    }

    private void prompt(String text) throws Exception {
        String[] parts = text.split(" ", 2);
        word = parts[0];
        String rest = parts.length > 1 ? parts[1] : "";
        switch (word) {
            case "WORK" -> {
                Files.writeString(Path.of("work.txt"), "done");
                say("ok\n");
                end("end_turn");
            }
            case "FAIL" -> error(turn, -32603, "Internal error", "500 the model broke");
            case "HANG", "DEAF", "LATE", "STUBBORN" -> say("hanging\n");
            case "FLOOD" -> {
                for (int i = 0; i < 1000; i++) {
                    say("0123456789".repeat(100));
                }
                end("end_turn");
            }
            case "SAY" -> {
                say(rest);
                end("end_turn");
            }
            case "GARBAGE" -> {
                for (String bad :
                        new String[] {
                            "not json",
                            "",
                            "  \r",
                            "{\"half\":",
                            "[]",
                            "null",
                            "7",
                            "{\"jsonrpc\":\"2.0\"}",
                            "\u0000\u0001"
                        }) {
                    line(bad);
                }
                say("still here");
                end("end_turn");
            }
            case "HUGE" -> {
                say("x".repeat(Integer.parseInt(rest)));
                say("still here");
                end("end_turn");
            }
            case "HALF" -> {
                out.print("{\"jsonrpc\":\"2.0\",\"id\":" + turn + ",\"res");
                out.flush();
                System.exit(0);
            }
            case "EXIT" -> {
                System.err.println("boom: key " + System.getenv("STUB_API_KEY"));
                System.exit(7);
            }
            case "MUTE" -> {
                out.close();
                Thread.sleep(600_000);
            }
            case "PERMIT" -> permission(rest);
            case "STRAY" -> {
                update("another", chunk("agent_message_chunk", "not mine"));
                request(
                        "session/request_permission",
                        permissionParams(
                                "another", "[{\"optionId\":\"a\",\"kind\":\"allow_once\"}]"),
                        this::sayAnswer);
            }
            case "DAEMON" -> {
                String[] away = {"sh", "-c", "setsid sleep " + rest + " & sleep " + rest + " &"};
                new ProcessBuilder(away).inheritIO().start().waitFor();
                say("started");
                end("end_turn");
            }
            case "STOP" -> end(rest);
            case "UPDATES" -> {
                for (JsonNode update : JSON.readTree(rest)) {
                    update(SESSION, update);
                }
                end("end_turn");
            }
            case "CALLS" -> {
                for (int i = 0; i < Integer.parseInt(rest); i++) {
                    update(
                            SESSION,
                            JSON.createObjectNode()
                                    .put("sessionUpdate", "tool_call")
                                    .put("toolCallId", "c" + i)
                                    .put("title", "t"));
                }
                end("end_turn");
            }
            case "QUIET" -> {
                System.err.close();
                say("no errors any more");
                end("end_turn");
            }
            case "ASK" -> request("elicitation/create", JSON.readTree(rest), this::sayAnswer);
            case "CALL" -> {
                String[] call = rest.split(" ", 2);
                request(call[0], JSON.readTree(call[1]), this::sayAnswer);
            }
            case "TELL-ME" -> {
                ObjectNode all = JSON.createObjectNode();
                all.set("hello", hello);
                all.set("opened", opened);
                all.set("environment", JSON.valueToTree(new TreeMap<>(System.getenv())));
                say(JSON.writeValueAsString(all));
                end("end_turn");
            }
            default -> error(turn, -32602, "what is " + word + "?", "");
        }
    }

    private void permission(String options) throws Exception {
        request("session/request_permission", permissionParams(SESSION, options), this::sayAnswer);
    }

    private static JsonNode permissionParams(String session, String options) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("sessionId", session);
        params.putObject("toolCall")
                .put("toolCallId", "call-1")
                .put("title", "docker compose up")
                .put("kind", "execute")
                .putObject("rawInput")
                .put("command", "docker compose up");
        params.set("options", JSON.readTree(options));
        return params;
    }

    /// Says what the town answered, and ends the turn.
    private void sayAnswer(JsonNode answer) {
        try {
            say((answer.has("error") ? answer.path("error") : answer.path("result")).toString());
            end("end_turn");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void request(String method, JsonNode params, Consumer<JsonNode> then) throws Exception {
        String id = "stub-" + ++asked;
        answers.put(id, then);
        ObjectNode message = message();
        message.put("id", id).put("method", method).set("params", params);
        line(message.toString());
    }

    private void say(String text) throws IOException {
        update(session, chunk("agent_message_chunk", text));
    }

    private static ObjectNode chunk(String kind, String text) {
        ObjectNode update = JSON.createObjectNode().put("sessionUpdate", kind);
        update.putObject("content").put("type", "text").put("text", text);
        return update;
    }

    private void update(String session, JsonNode update) throws IOException {
        ObjectNode message = message();
        message.put("method", "session/update");
        message.putObject("params").put("sessionId", session).set("update", update);
        line(message.toString());
    }

    private void end(String reason) throws IOException {
        if (!turn.isMissingNode()) {
            result(turn, JSON.createObjectNode().put("stopReason", reason));
            turn = JSON.missingNode();
        }
    }

    private void result(JsonNode id, JsonNode result) throws IOException {
        ObjectNode message = message();
        message.set("id", id);
        message.set("result", result);
        line(message.toString());
    }

    private void error(JsonNode id, int code, String text, String details) throws IOException {
        ObjectNode message = message();
        message.set("id", id);
        ObjectNode error = message.putObject("error").put("code", code).put("message", text);
        if (!details.isEmpty()) {
            error.putObject("data").put("details", details);
        }
        line(message.toString());
    }

    private static ObjectNode message() {
        return JSON.createObjectNode().put("jsonrpc", "2.0");
    }

    private void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
