package dev.townhall.core.town;

import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.mergequeue.GateRunner;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.worktree.Repositories;
import java.util.List;

/// The world a town lives in: one adapter per port. The caller opens and closes them.
public record Adapters(
        Time time,
        Ledger ledger,
        Repositories repositories,
        AgentRuntime runtime,
        GateRunner gates,
        List<ChatPort> chats) {
    public Adapters {
        chats = List.copyOf(chats);
    }
}
