package dev.townhall.core.transcript;

import java.util.List;

/// The transcripts of agents' sessions: a port. Thread-safe; none of its verbs fails a session.
public interface Transcripts {
    /// None is kept.
    Transcripts NONE =
            new Transcripts() {
                @Override
                public Scribe begin(Past session) {
                    return Scribe.SILENT;
                }

                @Override
                public List<Past> all() {
                    return List.of();
                }

                @Override
                public List<Entry> read(Past session) {
                    return List.of();
                }
            };

    /// Starts the transcript of a session.
    Scribe begin(Past session);

    /// The sessions there were, oldest first, those whose transcripts were swept among them: so each
    /// keeps its place.
    List<Past> all();

    /// What is kept of one, in order; empty for one that is unknown.
    List<Entry> read(Past session);
}
