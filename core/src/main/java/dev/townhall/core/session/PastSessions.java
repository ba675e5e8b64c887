package dev.townhall.core.session;

import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.talk.Seance;
import dev.townhall.core.transcript.Entry;
import dev.townhall.core.transcript.Past;
import dev.townhall.core.transcript.Transcripts;
import java.util.List;
import java.util.Optional;

/// The sessions that are remembered, as long as their transcripts are kept.
final class PastSessions {
    private final Transcripts transcripts;

    PastSessions(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /// The session that a seance is held with.
    Optional<Past> find(Seance seance) {
        List<Past> all = of(seance);
        int number = seance.session().orElseGet(() -> last(all));
        return number >= 1 && number <= all.size() && all.stream().anyMatch(this::cameUp)
                ? Optional.of(all.get(number - 1)).filter(past -> !past.swept())
                : Optional.empty();
    }

    private int last(List<Past> all) {
        int number = all.size();
        while (number > 0 && !cameUp(all.get(number - 1))) {
            number--;
        }
        return number;
    }

    /// Why [#find] finds none.
    String missing(Seance seance) {
        List<Past> all = of(seance);
        int count = all.stream().anyMatch(this::cameUp) ? all.size() : 0;
        String whose = seance.agent() + seance.bead().map(bead -> " on " + bead).orElse("");
        int asked = seance.session().orElse(count);
        if (asked >= 1 && asked <= count && all.get(asked - 1).swept()) {
            return "Session %s of %s is kept no more: old ones go.".formatted(asked, whose);
        }
        return count == 0
                ? "No session of %s is kept. Only agents with a model leave one, and old ones go."
                        .formatted(whose)
                : "There %s of %s; found --session %s."
                        .formatted(
                                count == 1 ? "is 1 session" : "are " + count + " sessions",
                                whose,
                                asked);
    }

    /// Whether its agent came up, so that there is something to ask about.
    private boolean cameUp(Past past) {
        if (past.swept()) {
            return false;
        }
        String never = "(%s)".formatted(SessionUpdate.Cause.NOT_STARTED);
        return transcripts.read(past).stream()
                .noneMatch(it -> it.kind() == Entry.Kind.END && it.text().contains(never));
    }

    private List<Past> of(Seance seance) {
        return transcripts.all().stream()
                .filter(past -> past.agent().equals(seance.agent()))
                .filter(past -> seance.bead().map(past.bead()::equals).orElse(true))
                .toList();
    }
}
