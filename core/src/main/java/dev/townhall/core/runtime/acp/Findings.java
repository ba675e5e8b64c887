package dev.townhall.core.runtime.acp;

import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate.Finding;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import java.util.EnumMap;
import java.util.Map;

/// Tells what is odd about an agent: of each kind the first few, then ever fewer, with their count.
/// Thread-safe.
final class Findings {
    private static final int ALL_UNTIL = 5;
    private static final int DETAIL_MAX = 500;

    private final Telling telling;
    private final Secrets secrets;
    private final Map<FindingKind, Integer> counts = new EnumMap<>(FindingKind.class);

    Findings(Telling telling, Secrets secrets) {
        this.telling = telling;
        this.secrets = secrets;
    }

    void found(FindingKind kind, String detail) {
        int count;
        synchronized (counts) {
            count = counts.merge(kind, 1, Integer::sum);
        }
        if (count <= ALL_UNTIL) {
            telling.tell(new Finding(kind, clean(detail)));
        } else if (Integer.bitCount(count) == 1) {
            telling.tell(new Finding(kind, clean(detail) + " (the " + count + "th of its kind)"));
        }
    }

    private String clean(String detail) {
        return Words.capped(secrets.maskedIn(detail), DETAIL_MAX);
    }
}
