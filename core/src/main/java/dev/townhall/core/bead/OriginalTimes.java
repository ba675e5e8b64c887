package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.time.Instant;
import java.util.Map;

/// Times of a record that were written in another notation than ours (an offset, trailing zeros).
/// They are kept beside the instants, so that an unchanged time is written back as it came and a
/// change of one bead changes one line of a file.
final class OriginalTimes {
    /// Where they are in [Bead#rest]; never written to a file.
    static final String KEY = "_original_times";

    private final ObjectNode texts;

    private OriginalTimes(ObjectNode texts) {
        this.texts = texts;
    }

    static OriginalTimes none() {
        return new OriginalTimes(Json.object());
    }

    static OriginalTimes of(Bead bead) {
        return bead.rest().get(KEY) instanceof ObjectNode kept ? new OriginalTimes(kept) : none();
    }

    /// Takes note that the time at `path` of the record was written as `text`.
    void note(String path, String text) {
        if (!JsonTimes.isCanonical(text)) {
            texts.put(path, text);
        }
    }

    void addTo(Map<String, JsonNode> rest) {
        if (!texts.isEmpty()) {
            rest.put(KEY, texts);
        }
    }

    /// The text of the time at `path`: the original one while the instant is the same.
    String text(String path, Instant at) {
        if (texts.isEmpty()) {
            return JsonTimes.text(at);
        }
        String original = texts.path(path).asText("");
        boolean same = JsonTimes.parse(original).filter(at::equals).isPresent();
        return same ? original : JsonTimes.text(at);
    }
}
