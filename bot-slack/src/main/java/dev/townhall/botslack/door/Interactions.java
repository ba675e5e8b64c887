package dev.townhall.botslack.door;

import static dev.townhall.botslack.door.Fields.first;
import static dev.townhall.botslack.door.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.botslack.door.Incoming.Ignored;
import dev.townhall.botslack.door.Incoming.OnMessage;
import dev.townhall.botslack.door.Incoming.Pressed;
import dev.townhall.botslack.door.Incoming.Shortcut;
import dev.townhall.botslack.door.Incoming.Submitted;
import java.util.Optional;

/// Reads what people do with buttons, forms and shortcuts.
final class Interactions {
    private final String team;

    Interactions(String team) {
        this.team = team;
    }

    Incoming read(JsonNode payload) {
        String type = text(payload, "type");
        if (text(payload, "user", "id").isEmpty()) {
            return new Ignored(type + " of nobody");
        }
        return switch (type) {
            case "block_actions" -> pressed(payload);
            case "view_submission" ->
                    new Submitted(
                            author(payload.path("user")),
                            payload.path("view"),
                            text(payload, "trigger_id"));
            case "message_action" -> onMessage(payload);
            case "shortcut" ->
                    new Shortcut(
                            author(payload.path("user")),
                            text(payload, "callback_id"),
                            text(payload, "trigger_id"));
            default -> new Ignored("interaction " + type);
        };
    }

    private Incoming pressed(JsonNode payload) {
        JsonNode action = payload.path("actions").path(0);
        String id = text(action, "action_id");
        if (id.isEmpty()) {
            return new Ignored("a press of nothing");
        }
        JsonNode container = payload.path("container");
        String channel = first(text(container, "channel_id"), text(payload, "channel", "id"));
        String message = first(text(container, "message_ts"), text(payload, "message", "ts"));
        String thread = first(text(container, "thread_ts"), text(payload, "message", "thread_ts"));
        boolean within = !thread.isEmpty() && !thread.equals(message);
        String value = first(text(action, "value"), text(action, "selected_option", "value"));
        return new Pressed(
                new Spot(channel, within ? Optional.of(thread) : Optional.empty()),
                message,
                author(payload.path("user")),
                id,
                value,
                first(text(payload, "trigger_id"), text(action, "action_ts")));
    }

    private Incoming onMessage(JsonNode payload) {
        JsonNode message = payload.path("message");
        String channel = text(payload, "channel", "id");
        String ts = first(text(payload, "message_ts"), text(message, "ts"));
        if (channel.isEmpty() || ts.isEmpty()) {
            return new Ignored("a shortcut on no message");
        }
        Author writer =
                new Author(
                        first(text(message, "user_team"), text(message, "team"), team),
                        text(message, "user"),
                        Events.isProgram(message));
        return new OnMessage(
                Events.spot(channel, message),
                author(payload.path("user")),
                text(payload, "callback_id"),
                channel + "/" + ts,
                writer,
                text(message, "text"),
                text(payload, "trigger_id"));
    }

    private Author author(JsonNode user) {
        return new Author(first(text(user, "team_id"), team), text(user, "id"), false);
    }
}
