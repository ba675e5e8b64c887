package dev.townhall.server.page;

import java.util.List;

/// Convoys of one state, or the crew.
public record ThreadSection(String heading, List<ThreadLine> threads) {
    public ThreadSection {
        threads = List.copyOf(threads);
    }
}
