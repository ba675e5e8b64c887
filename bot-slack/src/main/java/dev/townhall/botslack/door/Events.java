package dev.townhall.botslack.door;

import static dev.townhall.botslack.door.Fields.first;
import static dev.townhall.botslack.door.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.botslack.door.Incoming.ChannelOpen;
import dev.townhall.botslack.door.Incoming.ChannelRenamed;
import dev.townhall.botslack.door.Incoming.Edited;
import dev.townhall.botslack.door.Incoming.HomeOpened;
import dev.townhall.botslack.door.Incoming.Ignored;
import dev.townhall.botslack.door.Incoming.Member;
import dev.townhall.botslack.door.Incoming.Removed;
import dev.townhall.botslack.door.Incoming.Revoked;
import dev.townhall.botslack.door.Incoming.Said;
import java.util.Optional;

/// Reads the events of Slack's Events API.
final class Events {
    private final String team;

    /// @param team the workspace an author belongs to where the event does not say
    Events(String team) {
        this.team = team;
    }

    Incoming read(JsonNode event) {
        String type = text(event, "type");
        return switch (type) {
            case "app_mention" -> isProgram(event) ? bot() : said(event);
            case "message" -> message(event);
            case "app_home_opened" ->
                    text(event, "tab").equals("messages")
                            ? new Ignored("the messages tab was opened")
                            : new HomeOpened(author(event));
            case "channel_rename", "group_rename" ->
                    new ChannelRenamed(
                            text(event, "channel", "id"), text(event, "channel", "name"));
            case "channel_archive", "group_archive", "channel_deleted", "group_deleted" ->
                    new ChannelOpen(text(event, "channel"), false);
            case "channel_unarchive", "group_unarchive" ->
                    new ChannelOpen(text(event, "channel"), true);
            case "member_joined_channel" ->
                    new Member(text(event, "channel"), text(event, "user"), true);
            case "member_left_channel" ->
                    new Member(text(event, "channel"), text(event, "user"), false);
            case "app_uninstalled" -> new Revoked("the app was removed from the workspace");
            case "tokens_revoked" ->
                    event.path("tokens").path("bot").isEmpty()
                            ? new Ignored("the token of a person was revoked")
                            : new Revoked("the token of the bot was revoked");
            default -> new Ignored("event " + type);
        };
    }

    private Incoming message(JsonNode event) {
        String subtype = text(event, "subtype");
        return switch (subtype) {
            case "message_changed" -> changed(event);
            case "message_deleted" -> removed(event, event.path("previous_message"));
            case "", "thread_broadcast", "file_share", "me_message" ->
                    isProgram(event) ? bot() : said(event);
            default -> new Ignored("message of kind " + subtype);
        };
    }

    private Incoming said(JsonNode event) {
        String ts = text(event, "ts");
        String channel = text(event, "channel");
        if (ts.isEmpty() || channel.isEmpty() || text(event, "user").isEmpty()) {
            return new Ignored("a message without its place or author");
        }
        return new Said(
                spot(channel, event),
                channel + "/" + ts,
                author(event),
                text(event, "text"),
                isDirect(event, channel));
    }

    /// Slack also calls it a change when it adds the preview of a link.
    private Incoming changed(JsonNode event) {
        JsonNode now = event.path("message");
        JsonNode before = event.path("previous_message");
        if (text(now, "subtype").equals("tombstone")) {
            return removed(event, before);
        }
        if (isProgram(now)) {
            return bot();
        }
        String channel = text(event, "channel");
        if (text(now, "ts").isEmpty() || channel.isEmpty() || text(now, "user").isEmpty()) {
            return new Ignored("a change without its place or author");
        }
        if (before.has("text") && text(now, "text").equals(text(before, "text"))) {
            return new Ignored("a change of how a message looks");
        }
        return new Edited(
                spot(channel, now),
                channel + "/" + text(now, "ts"),
                first(text(now, "edited", "ts"), text(event, "ts")),
                author(now),
                text(now, "text"),
                isDirect(event, channel));
    }

    private Incoming removed(JsonNode event, JsonNode gone) {
        String channel = text(event, "channel");
        String ts = first(text(event, "deleted_ts"), text(gone, "ts"));
        if (isProgram(gone)) {
            return bot();
        }
        return channel.isEmpty() || ts.isEmpty()
                ? new Ignored("a removal without its place")
                : new Removed(spot(channel, gone), channel + "/" + ts, author(gone));
    }

    private static Ignored bot() {
        return new Ignored("said by a program");
    }

    private Author author(JsonNode event) {
        String home = first(text(event, "user_team"), text(event, "source_team"));
        return new Author(
                first(home, text(event, "team"), team), text(event, "user"), isProgram(event));
    }

    /// Anything that an app had a hand in; a person speaks through no app.
    static boolean isProgram(JsonNode message) {
        return !text(message, "bot_id").isEmpty()
                || !text(message, "app_id").isEmpty()
                || message.path("bot_profile").isObject()
                || text(message, "subtype").equals("bot_message")
                || text(message, "user").equals("USLACKBOT");
    }

    /// A thread's root names itself as its thread.
    static Spot spot(String channel, JsonNode message) {
        String thread = text(message, "thread_ts");
        boolean within = !thread.isEmpty() && !thread.equals(text(message, "ts"));
        return new Spot(channel, within ? Optional.of(thread) : Optional.empty());
    }

    private static boolean isDirect(JsonNode event, String channel) {
        String type = text(event, "channel_type");
        return type.isEmpty() ? channel.startsWith("D") : type.equals("im");
    }
}
