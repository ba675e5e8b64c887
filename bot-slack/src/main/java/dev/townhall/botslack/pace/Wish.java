package dev.townhall.botslack.pace;

import dev.townhall.core.ledger.Post;

/// A call that the town would like to make.
///
/// @param key what it is about, for example a post: there is one wish for it at a time, for its
///     latest state
/// @param channel where; only posts are counted by it
/// @param order among wishes of equal urgency, the least first
public record Wish(String key, Kind kind, String channel, Post.Urgency urgency, long order) {
    /// What Slack counts together.
    public enum Kind {
        /// A new message: 1 a second in each channel.
        POST,
        /// Another text for a message: 50 a minute in the whole workspace.
        EDIT,
        /// A reaction: 50 a minute.
        REACTION,
        /// A form or a home tab: 100 a minute.
        VIEW
    }

    boolean isStatusEdit() {
        return kind == Kind.EDIT && urgency == Post.Urgency.STATUS;
    }
}
