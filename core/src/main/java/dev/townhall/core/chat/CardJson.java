package dev.townhall.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;

/// The stored form of a card: what stands in the content of a post. Canonical: equal cards give
/// equal text. Keys in order: `v` (the version, 1), then the components of [Card].
public final class CardJson {
    private static final int VERSION = 1;

    private CardJson() {}

    public static JsonNode write(Card card) {
        ObjectNode tree = Json.object();
        tree.put("v", VERSION);
        tree.setAll((ObjectNode) Json.tree(card));
        return tree;
    }

    /// The card of a post's content; DAMAGED when it is none or of a newer version.
    public static Card read(JsonNode content) {
        int version = content.path("v").asInt(0);
        if (version != VERSION) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "A post holds a card of version %s; this town reads version %s. Start the version that wrote it."
                            .formatted(version, VERSION));
        }
        return Json.value(content, Card.class);
    }
}
