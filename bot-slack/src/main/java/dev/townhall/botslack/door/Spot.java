package dev.townhall.botslack.door;

import java.util.Optional;

/// A place on Slack.
///
/// @param channel empty where something did not happen in a channel
/// @param thread the `ts` of the thread's root, for something within a thread
public record Spot(String channel, Optional<String> thread) {
    /// Whether this is the conversation of one person with the bot.
    public boolean isDirect() {
        return channel.startsWith("D");
    }
}
