package dev.townhall.core.transcript;

import dev.townhall.core.runtime.SessionUpdate;

/// Writes down one session. Thread-safe.
public interface Scribe {
    /// Writes nothing.
    Scribe SILENT =
            new Scribe() {
                @Override
                public void told(String text) {}

                @Override
                public void heard(SessionUpdate update) {}
            };

    /// The town tells the agent something.
    void told(String text);

    /// The agent says or does something.
    void heard(SessionUpdate update);
}
