package dev.townhall.server.page;

import dev.townhall.core.chat.Card;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.Post;

/// The card of a post.
final class Cards {
    private Cards() {}

    static Card of(Post post) {
        return Json.value(post.content(), Card.class);
    }
}
