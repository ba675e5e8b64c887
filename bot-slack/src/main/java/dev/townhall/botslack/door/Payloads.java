package dev.townhall.botslack.door;

import static dev.townhall.botslack.door.Fields.first;
import static dev.townhall.botslack.door.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.botslack.door.Incoming.Command;
import dev.townhall.botslack.door.Incoming.Handshake;
import dev.townhall.botslack.door.Incoming.HeldBack;
import dev.townhall.botslack.door.Incoming.Ignored;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads payloads of Slack, by HTTP or by socket. What has an unknown shape is ignored; BAD_INPUT is
/// thrown only for what is no payload at all. Nothing here says that it is allowed.
public final class Payloads {
    private static final int FIELDS_MAX = 100;

    private Payloads() {}

    /// The body of a request: JSON for events, a form for commands and interactions.
    public static Delivery ofBody(String body) {
        String start = body.stripLeading();
        if (start.startsWith("{")) {
            return ofJson(Json.parse(body));
        }
        Map<String, String> form = form(body);
        String payload = form.getOrDefault("payload", "");
        return payload.isEmpty() ? ofForm(form) : ofJson(Json.parse(payload));
    }

    /// An envelope of Socket Mode; empty for one that only concerns the connection.
    public static Optional<Delivery> ofEnvelope(JsonNode envelope) {
        JsonNode payload = envelope.path("payload");
        return switch (text(envelope, "type")) {
            case "events_api", "interactive" -> Optional.of(ofJson(payload));
            case "slash_commands" -> Optional.of(ofForm(flat(payload)));
            default -> Optional.empty();
        };
    }

    static Delivery ofJson(JsonNode payload) {
        Check.that(payload.isObject(), "A payload of Slack is a JSON object.");
        String team = text(payload, "team_id");
        return switch (text(payload, "type")) {
            case "url_verification" ->
                    delivery("", payload, team, new Handshake(text(payload, "challenge")));
            case "app_rate_limited" -> delivery("", payload, team, new HeldBack());
            case "event_callback" ->
                    delivery(
                            text(payload, "event_id"),
                            payload,
                            team,
                            new Events(team).read(payload.path("event")));
            default -> interaction(payload);
        };
    }

    private static Delivery interaction(JsonNode payload) {
        String team = first(text(payload, "team", "id"), text(payload, "user", "team_id"));
        return delivery(
                text(payload, "trigger_id"), payload, team, new Interactions(team).read(payload));
    }

    private static Delivery delivery(String id, JsonNode payload, String team, Incoming what) {
        return new Delivery(
                id,
                text(payload, "api_app_id"),
                teams(payload, team),
                first(text(payload, "enterprise_id"), text(payload, "enterprise", "id")),
                what);
    }

    /// In a channel shared between workspaces, `team_id` may be the other one's; whose installation
    /// sees the event stands in `authorizations`.
    private static List<String> teams(JsonNode payload, String team) {
        List<String> teams = new ArrayList<>();
        payload.path("authorizations")
                .forEach(it -> {
                    if (!text(it, "team_id").isEmpty()) {
                        teams.add(text(it, "team_id"));
                    }
                });
        if (teams.isEmpty() && !team.isEmpty()) {
            teams.add(team);
        }
        return teams;
    }

    private static Delivery ofForm(Map<String, String> form) {
        String command = form.getOrDefault("command", "");
        String team = form.getOrDefault("team_id", "");
        String trigger = form.getOrDefault("trigger_id", "");
        String user = form.getOrDefault("user_id", "");
        boolean whole = command.startsWith("/") && !user.isEmpty() && !trigger.isEmpty();
        Incoming what =
                whole
                        ? new Command(
                                new Spot(form.getOrDefault("channel_id", ""), Optional.empty()),
                                new Author(team, user, false),
                                command,
                                form.getOrDefault("text", ""),
                                trigger)
                        : new Ignored("a form that is no command");
        return new Delivery(
                trigger,
                form.getOrDefault("api_app_id", ""),
                team.isEmpty() ? List.of() : List.of(team),
                form.getOrDefault("enterprise_id", ""),
                what);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", FIELDS_MAX + 1)) {
            Check.that(form.size() < FIELDS_MAX, "A form of Slack has at most 100 fields.");
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.putIfAbsent(
                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TownException.badInput("A form is not encoded as one: " + e.getMessage());
        }
    }

    private static Map<String, String> flat(JsonNode payload) {
        Map<String, String> fields = new LinkedHashMap<>();
        payload.properties()
                .forEach(it -> {
                    if (it.getValue().isTextual()) {
                        fields.put(it.getKey(), it.getValue().textValue());
                    }
                });
        return fields;
    }
}
