package dev.townhall.core.transcript;

import dev.townhall.core.runtime.SessionUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Transcripts in memory, all of them whole: what was told and said, and what sessions are called.
public final class MemoryTranscripts implements Transcripts {
    private final List<Kept> all = new ArrayList<>();

    private static final class Kept {
        private Past session;
        private final List<Entry> entries = new ArrayList<>();

        private Kept(Past session) {
            this.session = session;
        }
    }

    @Override
    public Scribe begin(Past session) {
        Kept kept = new Kept(session);
        all.add(kept);
        return new Scribe() {
            @Override
            public void told(String text) {
                kept.entries.add(new Entry(Instant.EPOCH, Entry.Kind.TOWN, text));
            }

            @Override
            public void heard(SessionUpdate update) {
                if (update instanceof SessionUpdate.Started(Optional<String> id, var _)) {
                    kept.session = id.map(kept.session::named).orElse(kept.session);
                } else if (update instanceof SessionUpdate.Text(String chunk)) {
                    kept.entries.add(new Entry(Instant.EPOCH, Entry.Kind.AGENT, chunk));
                } else if (update instanceof SessionUpdate.Ended(var cause, String detail)) {
                    String text = "The session ended (%s). %s".formatted(cause, detail);
                    kept.entries.add(new Entry(Instant.EPOCH, Entry.Kind.END, text));
                }
            }
        };
    }

    @Override
    public List<Past> all() {
        return all.stream().map(kept -> kept.session).toList();
    }

    @Override
    public List<Entry> read(Past session) {
        Map<Past, List<Entry>> bySession = new LinkedHashMap<>();
        all.forEach(kept -> bySession.put(kept.session, List.copyOf(kept.entries)));
        return bySession.getOrDefault(session, List.of());
    }
}
