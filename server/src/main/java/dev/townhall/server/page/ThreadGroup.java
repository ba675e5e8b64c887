package dev.townhall.server.page;

import java.util.List;

/// Convoys of one state.
public record ThreadGroup(String heading, List<ThreadLine> threads) {
    public ThreadGroup {
        threads = List.copyOf(threads);
    }
}
