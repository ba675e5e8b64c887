package dev.townhall.core.chat;

import dev.townhall.core.ledger.Post;
import java.time.Duration;
import java.util.List;

/// When calls to a network may go: one for the whole network, asked before every call with all that
/// wait, each in its latest state. It keeps no queue, so nothing is lost with it. Thread-safe.
public interface Pacing {
    /// A call that waits.
    ///
    /// @param key of the post
    /// @param edit whether it changes a message that is shown
    /// @param place where a new message goes, by the network's name or the town's; empty for an edit
    /// @param order of the post among those of its urgency, the least first
    record Call(String key, boolean edit, String place, Post.Urgency urgency, long order) {
        /// Whether it only shows how things stand: such a call may wait for a newer one.
        public boolean isStatusEdit() {
            return edit && urgency == Post.Urgency.STATUS;
        }
    }

    /// What is to be done now.
    sealed interface Turn {
        /// This call goes now; it is counted already.
        record Go(Call call) implements Turn {}

        /// None may go before this time has passed.
        record Wait(Duration pause) implements Turn {}
    }

    /// Whose turn it is among `calls`, which are at least one, most urgent first.
    Turn next(List<Call> calls);

    /// The network refused `call` because there were too many, and is to be spared for `pause`.
    void refused(Call call, Duration pause);
}
