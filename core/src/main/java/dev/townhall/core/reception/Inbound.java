package dev.townhall.core.reception;

import dev.townhall.core.chat.Conversation;

/// A message or button press from a person, as a network's adapter understood it.
///
/// @param network `web`, `slack`, `matrix` or `cli`
/// @param messageId the network's own immutable id; the same one twice is one message
/// @param sender the immutable id of the person on that network (never a display name)
/// @param text what was typed, or the command of the button pressed
public record Inbound(
        String network, String messageId, String sender, Conversation conversation, String text) {}
