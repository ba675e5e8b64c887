package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ArrayNode;

/// A message as Slack takes it.
///
/// @param text what a lock screen, a screen reader and a client without blocks show; mrkdwn, with
///     everything escaped that could mean something
/// @param blocks what is shown instead of it elsewhere; may be empty
public record Message(String text, ArrayNode blocks) {
    /// The blocks as JSON text; empty where there are none.
    public String blocksText() {
        return blocks.isEmpty() ? "" : blocks.toString();
    }
}
