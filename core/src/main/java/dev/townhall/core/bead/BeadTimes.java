package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The times of one record while it is read. Most are written more than once in it, so the last one
/// is kept at hand.
final class BeadTimes {
    private final OriginalTimes originals = OriginalTimes.none();
    private String lastText = "";
    private Instant last = Instant.EPOCH;

    /// The time that `in` is at; null for none.
    @Nullable Instant take(RecordText in, String path) throws IOException {
        return of(in, path, in.scalar());
    }

    /// The time written as `text` at `path` of the record `in`; null for none.
    @Nullable Instant of(RecordText in, String path, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!text.equals(lastText)) {
            last =
                    JsonTimes.parse(text)
                            .orElseThrow(
                                    () -> in.wrong(path, "a time of RFC 3339", '"' + text + '"'));
            lastText = text;
        }
        originals.note(path, text);
        return last;
    }

    /// The time of an edge. Its path is put together only for the few that need one.
    @Nullable Instant ofEdge(RecordText in, String target, String type, String text) {
        boolean plain = text.equals(lastText) && JsonTimes.isCanonical(text);
        return plain ? last : of(in, "dependencies/" + target + "/" + type, text);
    }

    void addTo(Map<String, JsonNode> rest) {
        originals.addTo(rest);
    }
}
