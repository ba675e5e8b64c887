package dev.townhall.botslack.door;

import com.fasterxml.jackson.databind.JsonNode;

/// What Slack says. Every payload is one of these; what is of no use to the town is [Ignored].
public sealed interface Incoming {
    /// Slack wants to see its challenge again.
    record Handshake(String challenge) implements Incoming {}

    /// A message of somebody. One that mentions the bot arrives twice, as a message and as a mention;
    /// both have the same `id`.
    ///
    /// @param id of the message: `C1/1605835904.008100`
    /// @param text as Slack writes it, with its escapes
    /// @param direct whether it was said to the bot alone
    record Said(Spot spot, String id, Author author, String text, boolean direct)
            implements Incoming {}

    /// A message has another text now.
    ///
    /// @param edit when: makes this edit one among several of the same message
    record Edited(Spot spot, String id, String edit, Author author, String text, boolean direct)
            implements Incoming {}

    /// A message is gone.
    record Removed(Spot spot, String id, Author author) implements Incoming {}

    /// A slash command.
    ///
    /// @param command with its slash
    /// @param trigger its id; within three seconds it also opens a form
    record Command(Spot spot, Author author, String command, String text, String trigger)
            implements Incoming {}

    /// A button was pressed, or something chosen.
    ///
    /// @param message the `ts` of the message it stands on; empty for a form or the home tab
    /// @param action the id of the button
    record Pressed(
            Spot spot, String message, Author author, String action, String value, String trigger)
            implements Incoming {}

    /// A form was sent.
    record Submitted(Author author, JsonNode view, String trigger) implements Incoming {}

    /// A shortcut was chosen on a message.
    ///
    /// @param id of that message, @param text of that message
    record OnMessage(
            Spot spot,
            Author author,
            String callback,
            String id,
            Author writer,
            String text,
            String trigger)
            implements Incoming {}

    /// A shortcut was chosen that belongs to no message.
    record Shortcut(Author author, String callback, String trigger) implements Incoming {}

    record HomeOpened(Author author) implements Incoming {}

    record ChannelRenamed(String channel, String name) implements Incoming {}

    /// A channel can be posted in no longer (archived, deleted), or again.
    record ChannelOpen(String channel, boolean open) implements Incoming {}

    /// Somebody, perhaps the bot, came into a channel or left it.
    record Member(String channel, String user, boolean present) implements Incoming {}

    /// The bot may not speak any more.
    record Revoked(String why) implements Incoming {}

    /// Slack holds events back because there are too many.
    record HeldBack() implements Incoming {}

    record Ignored(String why) implements Incoming {}
}
