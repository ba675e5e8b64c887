package dev.townhall.core.chat;

import dev.townhall.core.ledger.LedgerView;
import java.util.List;

/// Which networks a conversation is shown on, in order.
@FunctionalInterface
public interface Reach {
    List<String> of(LedgerView view, Conversation conversation);

    /// All of `networks`; those that have places of their own only where the conversation has one.
    static Reach over(List<ChatPort> networks) {
        return (view, conversation) ->
                networks.stream()
                        .filter(port ->
                                !port.capabilities().homes()
                                        || Bindings.place(view, port.network(), conversation)
                                                .isPresent())
                        .map(ChatPort::network)
                        .toList();
    }
}
