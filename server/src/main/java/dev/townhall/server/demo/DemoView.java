package dev.townhall.server.demo;

import java.time.Instant;

/// Shows the demo to somebody. Called by one thread.
public interface DemoView {
    /// A line of the demo itself.
    void note(String text);

    /// Something was said in the town.
    void post(Seen post);

    /// How many beads are closed.
    void progress(int done, int total, String what);

    void finished(DemoResult result);

    /// A post as the page shows it.
    record Seen(Instant at, String conversation, String author, String text) {}
}
