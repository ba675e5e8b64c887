package dev.townhall.botslack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.townhall.botslack.webapi.Self;
import dev.townhall.botslack.webapi.WebApi;
import dev.townhall.core.foundation.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workspace that keeps messages, as far as the town's calls reach: posts, edits, threads with
/// metadata, direct messages. Fails as told.
public final class FakeSlack implements AutoCloseable {
    public static final String TOKEN = "xoxb-fake";
    public static final String APP_TOKEN = "xapp-fake";
    public static final Self SELF = new Self("T1", "UB", "BB");

    /// What goes wrong with one call.
    ///
    /// @param status of the HTTP answer; 200 with `error` is Slack saying no
    /// @param shown whether the call is carried out all the same
    public record Fault(int status, String error, boolean shown) {}

    /// A message on the screen.
    public record Shown(
            String channel, String ts, String thread, String user, ObjectNode fields, int edits) {}

    private final HttpServer server;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final List<Map<String, String>> calls = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Map<String, ObjectNode> canned = new LinkedHashMap<>();
    private int last = 1_000;

    public FakeSlack() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/";
    }

    public WebApi api() {
        return WebApi.open(url(), TOKEN, Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// What a method answers from now on, beside that it went well.
    public synchronized void answer(String method, JsonNode fields) {
        ObjectNode answer = Json.object().put("ok", true);
        fields.properties().forEach(it -> answer.set(it.getKey(), it.getValue()));
        canned.put(method, answer);
    }

    /// Plans what happens to the next calls that show something.
    public synchronized void plan(Fault... next) {
        faults.addAll(List.of(next));
    }

    public synchronized List<Shown> seen() {
        return List.copyOf(shown.values());
    }

    /// The calls so far: the fields of each, with its method as `method`.
    public synchronized List<Map<String, String>> calls(String method) {
        return calls.stream().filter(it -> method.equals(it.get("method"))).toList();
    }

    /// How many messages of the bot carry `key`.
    public synchronized int count(String key) {
        return (int)
                shown.values().stream()
                        .filter(it -> it.user().equals(SELF.user()))
                        .filter(it ->
                                it.fields().path("metadata").toString().contains('"' + key + '"'))
                        .count();
    }

    /// Another app shows a message.
    public synchronized void somebodyPosts(String channel, ObjectNode fields) {
        put(channel, "", "U66", fields);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/api/".length());
        Map<String, String> form =
                form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        form.put("method", method);
        calls.add(form);
        boolean shows = method.startsWith("chat.");
        Fault fault = shows && !faults.isEmpty() ? faults.remove() : new Fault(200, "", true);
        ObjectNode answer = fault.shown() ? carriedOut(method, form) : Json.object();
        String token = method.startsWith("apps.") ? APP_TOKEN : TOKEN;
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer = error("invalid_auth");
        }
        if (!fault.error().isEmpty()) {
            answer = error(fault.error());
        }
        byte[] body = answer.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(fault.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode carriedOut(String method, Map<String, String> form) {
        String channel = form.getOrDefault("channel", "");
        return switch (method) {
            case "chat.postMessage" ->
                    done(
                            put(
                                    channel,
                                    form.getOrDefault("thread_ts", ""),
                                    SELF.user(),
                                    fields(form)));
            case "chat.postEphemeral", "views.open" -> Json.object().put("ok", true);
            case "chat.update" -> update(channel + "/" + form.get("ts"), fields(form));
            case "conversations.open" -> {
                ObjectNode answer = Json.object().put("ok", true);
                answer.putObject("channel").put("id", "D" + form.get("users"));
                yield answer;
            }
            case "conversations.history" -> page(channel, "", form);
            case "conversations.replies" -> page(channel, form.getOrDefault("ts", ""), form);
            default -> canned.getOrDefault(method, error("unknown_method"));
        };
    }

    private Shown put(String channel, String thread, String user, ObjectNode fields) {
        Shown message = new Shown(channel, ++last + ".000100", thread, user, fields, 0);
        shown.put(channel + "/" + message.ts(), message);
        return message;
    }

    private ObjectNode update(String id, ObjectNode fields) {
        Shown was = shown.get(id);
        if (was == null) {
            return error("message_not_found");
        }
        Shown is =
                new Shown(
                        was.channel(), was.ts(), was.thread(), was.user(), fields, was.edits() + 1);
        shown.put(id, is);
        return done(is);
    }

    /// Replies come oldest first and with their root, the messages of a channel newest first.
    private ObjectNode page(String channel, String thread, Map<String, String> form) {
        List<Shown> all =
                new ArrayList<>(
                        shown.values().stream()
                                .filter(it -> it.channel().equals(channel))
                                .filter(it ->
                                        it.thread().equals(thread)
                                                || (!thread.isEmpty() && it.ts().equals(thread)))
                                .toList());
        if (thread.isEmpty()) {
            all = new ArrayList<>(all.reversed());
        }
        int from = Integer.parseInt(form.getOrDefault("cursor", "0"));
        int to = Math.min(all.size(), from + Integer.parseInt(form.get("limit")));
        ObjectNode answer = Json.object().put("ok", true);
        ArrayNode messages = answer.putArray("messages");
        for (Shown it : all.subList(from, to)) {
            ObjectNode message = messages.addObject();
            message.put("type", "message").put("ts", it.ts()).put("user", it.user());
            Optional.ofNullable(it.fields().get("metadata"))
                    .ifPresent(metadata -> message.set("metadata", metadata));
        }
        if (to < all.size()) {
            answer.putObject("response_metadata").put("next_cursor", String.valueOf(to));
        }
        return answer;
    }

    private static ObjectNode done(Shown message) {
        return Json.object()
                .put("ok", true)
                .put("channel", message.channel())
                .put("ts", message.ts());
    }

    private static ObjectNode error(String error) {
        return Json.object().put("ok", false).put("error", error);
    }

    private static ObjectNode fields(Map<String, String> form) {
        ObjectNode fields = Json.object().put("text", form.getOrDefault("text", ""));
        for (String json : List.of("blocks", "metadata")) {
            JsonNode node = form.containsKey(json) ? Json.parse(form.get(json)) : null;
            if (node != null) {
                fields.set(json, node);
            }
        }
        return fields;
    }

    static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return form;
    }
}
