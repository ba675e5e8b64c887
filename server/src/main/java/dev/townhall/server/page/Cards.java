package dev.townhall.server.page;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.ledger.Post;

/// The card of a post.
final class Cards {
    private Cards() {}

    static Card of(Post post) {
        return CardJson.read(post.content());
    }
}
