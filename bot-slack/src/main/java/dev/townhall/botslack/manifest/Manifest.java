package dev.townhall.botslack.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The manifest of the town's app: from it Slack makes the app, with the least rights for what is
/// switched on. It is text and not a type of Slack's library, which does not know every field.
///
/// @param name of the app, at most 35 characters
/// @param url of the town's door for Slack, where Slack is to call it; empty for Socket Mode, where the
///     town calls Slack
/// @param features what is switched on beyond talking
public record Manifest(String name, Optional<URI> url, List<Feature> features) {
    private static final int NAME_CHARS_MAX = 35;

    /// What the bot needs to hear what is said to it, and to answer.
    private static final List<String> SCOPES =
            List.of(
                    "app_mentions:read",
                    "channels:history",
                    "channels:read",
                    "chat:write",
                    "commands",
                    "groups:history",
                    "groups:read",
                    "im:history",
                    "im:read",
                    "im:write",
                    "users:read");

    private static final List<String> EVENTS =
            List.of(
                    "app_home_opened",
                    "app_mention",
                    "app_uninstalled",
                    "channel_archive",
                    "channel_rename",
                    "channel_unarchive",
                    "group_archive",
                    "group_rename",
                    "group_unarchive",
                    "member_joined_channel",
                    "member_left_channel",
                    "message.channels",
                    "message.groups",
                    "message.im",
                    "tokens_revoked");

    /// What may be switched on, and the right it needs.
    public enum Feature {
        /// Reactions to what was heard.
        PRESENCE("reactions:write"),
        /// Long logs and differences as files.
        FILES("files:write"),
        /// Channels made for new rigs.
        CHANNELS("channels:manage"),
        /// A name and an icon for each agent.
        PERSONAS("chat:write.customize");

        private final String scope;

        Feature(String scope) {
            this.scope = scope;
        }

        /// The right that it needs.
        public String scope() {
            return scope;
        }
    }

    public Manifest {
        Check.that(
                !name.isBlank() && name.length() <= NAME_CHARS_MAX,
                "An app's name has 1 to 35 characters; found '%s'.",
                name);
        url.ifPresent(it ->
                Check.that(
                        "https".equals(it.getScheme()) && it.getHost() != null,
                        "Slack calls only addresses that begin with https://; found '%s'.",
                        it));
        features = features.stream().distinct().sorted().toList();
    }

    /// The rights of the bot, by name.
    public List<String> scopes() {
        List<String> scopes = new ArrayList<>(SCOPES);
        features.forEach(it -> scopes.add(it.scope()));
        return scopes.stream().sorted().toList();
    }

    /// The rights that are wanted and not among `granted`, by name.
    public List<String> missing(List<String> granted) {
        return scopes().stream().filter(it -> !granted.contains(it)).toList();
    }

    /// The manifest as JSON, to be pasted.
    public String text() {
        return tree().toPrettyString();
    }

    private ObjectNode tree() {
        ObjectNode tree = Json.object();
        tree.putObject("display_information")
                .put("name", name)
                .put("description", "Convoys, rigs and approvals in chat");
        features(tree.putObject("features"));
        strings(tree.putObject("oauth_config").putObject("scopes").putArray("bot"), scopes());
        settings(tree.putObject("settings"));
        return tree;
    }

    private void features(ObjectNode features) {
        features.putObject("app_home")
                .put("home_tab_enabled", true)
                .put("messages_tab_enabled", true)
                .put("messages_tab_read_only_enabled", false);
        features.putObject("bot_user").put("display_name", name).put("always_online", true);
        ArrayNode shortcuts = features.putArray("shortcuts");
        shortcut(
                shortcuts,
                "Sling this message",
                "message",
                "gt_sling_message",
                "Make a bead of this message");
        shortcut(shortcuts, "New convoy", "global", "gt_new_convoy", "Plan work for a rig");
        ObjectNode command = features.putArray("slash_commands").addObject();
        command.put("command", "/gt")
                .put("description", "The town: status, inbox, approve, help")
                .put("usage_hint", "status | inbox | show ID | approve ID | help")
                .put("should_escape", true);
        url.ifPresent(it -> command.put("url", it.toString()));
    }

    private static void shortcut(
            ArrayNode shortcuts, String name, String type, String callback, String description) {
        shortcuts
                .addObject()
                .put("name", name)
                .put("type", type)
                .put("callback_id", callback)
                .put("description", description);
    }

    private void settings(ObjectNode settings) {
        ObjectNode events = settings.putObject("event_subscriptions");
        url.ifPresent(it -> events.put("request_url", it.toString()));
        strings(events.putArray("bot_events"), EVENTS);
        ObjectNode interactivity = settings.putObject("interactivity").put("is_enabled", true);
        url.ifPresent(it -> interactivity.put("request_url", it.toString()));
        settings.put("org_deploy_enabled", false)
                .put("socket_mode_enabled", url.isEmpty())
                .put("token_rotation_enabled", false);
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
