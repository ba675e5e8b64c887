package dev.townhall.core.chat;

import java.time.Duration;
import java.util.Optional;

/// One chat network: the port towards it. Inbound messages do not pass here; a network hands them
/// to the reception. Thread-safe.
public interface ChatPort {
    /// A stable word: `web`, `slack`, `matrix`.
    String network();

    Capabilities capabilities();

    /// When calls of this network may go, where it has rules of its own; without them status edits
    /// keep [Capabilities#editPauseMin] apart and a refusal spares the whole network.
    default Optional<Pacing> pacing() {
        return Optional.empty();
    }

    /// Shows `post`: as a new message, or, when `remoteId` is present, as the new text of that
    /// message. Called again with the same key and revision after a crash in doubt; an idempotent
    /// network then shows it once. Blocks until the network has answered.
    Receipt deliver(Outgoing post);

    /// What a network can do.
    ///
    /// @param idempotent whether delivering the same key twice shows it once
    /// @param homes whether it has places of its own: a conversation is shown there only where it is
    ///     tied to one (see [Bindings])
    /// @param editPauseMin the least pause between two status edits of the whole network
    record Capabilities(
            boolean idempotent,
            boolean edits,
            boolean threads,
            boolean buttons,
            boolean homes,
            int textCharsMax,
            Duration editPauseMin) {}

    sealed interface Receipt {}

    record Delivered(String remoteId) implements Receipt {}

    /// The network did not take the post.
    ///
    /// @param reason the network's own words, without secrets
    record Failed(Failure kind, String reason, Optional<Duration> retryAfter) implements Receipt {}

    enum Failure {
        UNSUPPORTED,
        TRANSIENT,
        RATE_LIMITED,
        PERMANENT,
        AUTH,
        NOT_FOUND;

        /// Whether trying again can help.
        public boolean isPassing() {
            return this == TRANSIENT || this == RATE_LIMITED;
        }
    }
}
