package dev.townhall.core.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.townhall.core.foundation.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A model that answers by a script, for real agents: an OpenAI-compatible `chat/completions` on
/// the loopback, streaming or not. The first rule whose words stand in the last message answers;
/// without one it says "I have no line for this." Thread-safe.
public final class ScriptedModel implements AutoCloseable {
    private static final String NO_LINE = "I have no line for this.";
    private static final int PROMPT_TOKENS = 100;
    public static final int COMPLETION_TOKENS = 20;

    private final WireMockServer server;
    private final List<Rule> rules = new ArrayList<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Answer> byKey = new LinkedHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    /// What the model does.
    public sealed interface Answer {
        record Says(String text) implements Answer {}

        /// Calls a tool.
        record Calls(String tool, Map<String, Object> arguments) implements Answer {
            public Calls {
                arguments = new LinkedHashMap<>(arguments);
            }
        }

        /// Answers with an HTTP error.
        record Fails(int status, String message) implements Answer {}

        /// Says nothing for so long, then `later`.
        record Waits(Duration delay, Answer later) implements Answer {}
    }

    private record Rule(String words, Answer answer, AtomicInteger left) {}

    public ScriptedModel() {
        server =
                new WireMockServer(
                        WireMockConfiguration.options()
                                .dynamicPort()
                                .bindAddress("127.0.0.1")
                                .extensions(new Script()));
        server.start();
        server.stubFor(
                WireMock.post(WireMock.urlPathEqualTo("/v1/chat/completions"))
                        .willReturn(WireMock.ok()));
    }

    /// What an agent is told as the address of its model.
    public String baseUrl() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    /// From now on, a last message with `words` in it is answered so.
    public ScriptedModel always(String words, Answer answer) {
        return times(Integer.MAX_VALUE, words, answer);
    }

    /// The next message with `words` in it is answered so, if no earlier rule does it.
    public ScriptedModel once(String words, Answer answer) {
        return times(1, words, answer);
    }

    public synchronized ScriptedModel times(int count, String words, Answer answer) {
        rules.add(new Rule(words, answer, new AtomicInteger(count)));
        return this;
    }

    /// From now on, whoever shows `key` is answered so, whatever is said.
    public synchronized ScriptedModel toKey(String key, Answer answer) {
        byKey.put(key, answer);
        return this;
    }

    /// The key that each request until now showed, the oldest first.
    public synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    /// How many requests there were.
    public synchronized int count() {
        return requests.size();
    }

    /// All requests until now, the oldest first.
    public synchronized List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    /// The names of the tools the last request offered.
    public synchronized List<String> tools() {
        List<String> names = new ArrayList<>();
        if (!requests.isEmpty()) {
            requests.getLast()
                    .path("tools")
                    .forEach(tool -> names.add(tool.path("function").path("name").asText()));
        }
        return names;
    }

    @Override
    public void close() {
        server.stop();
    }

    /// The text of a request's last message.
    public static String lastMessage(JsonNode request) {
        JsonNode messages = request.path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }

    private synchronized Answer answer(JsonNode request, String key) {
        requests.add(request);
        keys.add(key);
        Answer toKey = byKey.get(key);
        if (toKey != null) {
            return toKey;
        }
        String last = lastMessage(request);
        for (Rule rule : rules) {
            if (last.contains(rule.words()) && rule.left().get() > 0) {
                rule.left().decrementAndGet();
                return rule.answer();
            }
        }
        return new Answer.Says(NO_LINE);
    }

    private final class Script implements ResponseDefinitionTransformerV2 {
        @Override
        public String getName() {
            return "script";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            JsonNode request = Json.parse(event.getRequest().getBodyAsString());
            String shown = String.valueOf(event.getRequest().getHeader("Authorization"));
            Answer answer = answer(request, shown.replaceFirst("^Bearer ", ""));
            ResponseDefinitionBuilder response = WireMock.aResponse();
            while (answer instanceof Answer.Waits(Duration delay, Answer later)) {
                response.withFixedDelay((int) delay.toMillis());
                answer = later;
            }
            if (answer instanceof Answer.Fails(int status, String message)) {
                ObjectNode body = Json.object();
                body.putObject("error").put("message", message).put("code", status);
                return response.withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body.toString())
                        .build();
            }
            boolean streams = request.path("stream").asBoolean(false);
            return response.withStatus(200)
                    .withHeader("Content-Type", streams ? "text/event-stream" : "application/json")
                    .withBody(streams ? streamed(answer) : whole(answer))
                    .build();
        }
    }

    private String streamed(Answer answer) {
        String finish = answer instanceof Answer.Calls ? "tool_calls" : "stop";
        ObjectNode usage = frame("chat.completion.chunk");
        usage.putArray("choices");
        usage.set("usage", usage());
        return event(chunk(message(answer), null))
                + event(chunk(Json.object(), finish))
                + event(usage)
                + "data: [DONE]\n\n";
    }

    private String whole(Answer answer) {
        ObjectNode body = frame("chat.completion");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(answer));
        choice.put("finish_reason", answer instanceof Answer.Calls ? "tool_calls" : "stop");
        body.set("usage", usage());
        return body.toString();
    }

    private static ObjectNode chunk(
            ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
        ObjectNode chunk = frame("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish);
        return chunk;
    }

    private ObjectNode message(Answer answer) {
        ObjectNode message = Json.object().put("role", "assistant");
        switch (answer) {
            case Answer.Says(String text) -> message.put("content", text);
            case Answer.Calls(String tool, Map<String, Object> arguments) -> {
                message.putNull("content");
                ArrayNode all = message.putArray("tool_calls");
                ObjectNode call = all.addObject();
                call.put("index", 0).put("id", "call_" + calls.incrementAndGet());
                call.put("type", "function");
                call.putObject("function").put("name", tool).put("arguments", Json.text(arguments));
            }
            case Answer.Fails failure -> throw new IllegalStateException("no message");
            case Answer.Waits waits -> throw new IllegalStateException("no message");
        }
        return message;
    }

    private static ObjectNode frame(String object) {
        return Json.object()
                .put("id", "chat-1")
                .put("object", object)
                .put("created", 1)
                .put("model", "scripted");
    }

    private static ObjectNode usage() {
        return Json.object()
                .put("prompt_tokens", PROMPT_TOKENS)
                .put("completion_tokens", COMPLETION_TOKENS)
                .put("total_tokens", PROMPT_TOKENS + COMPLETION_TOKENS);
    }

    private static String event(JsonNode data) {
        return "data: " + data + "\n\n";
    }
}
