package dev.townhall.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.random.Randomness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The web town hall's API, as a person's program uses it.
final class WebClient implements AutoCloseable {
    private static final int ID_BITS = 128;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI town;
    private final Randomness randomness;

    WebClient(URI town, Randomness randomness) {
        this.town = town;
        this.randomness = randomness;
    }

    /// Types `text` into a conversation.
    void say(String conversation, String text) {
        ObjectNode body = Json.object().put("conversation", conversation).put("text", text);
        send(
                HttpRequest.newBuilder(town.resolve("api/v1/say"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", randomness.token(ID_BITS))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.text(body))));
    }

    JsonNode whoAmI() {
        return get("whoami");
    }

    /// Posts that changed since the cursor, and the next cursor.
    JsonNode changes(long after) {
        return get("changes?limit=500&after=" + after);
    }

    /// Events from this number on, and the next number.
    JsonNode events(long from) {
        return get("events?limit=500&from=" + from);
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(town.resolve("api/v1/" + path)).GET());
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(TIMEOUT).header("Accept", "application/json").build();
        try {
            HttpResponse<String> response = http.send(built, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new TownException(
                        ErrorCode.UNAVAILABLE,
                        "The web town hall answered %s to %s: %s"
                                .formatted(response.statusCode(), built.uri(), response.body()));
            }
            return Json.parse(response.body());
        } catch (IOException e) {
            throw TownException.unavailable("The web town hall does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TownException.unavailable("Interrupted while the web town hall answered.", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
