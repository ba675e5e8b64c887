package dev.townhall.core.chat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.PostDraft;
import dev.townhall.core.ledger.Transaction;
import java.util.List;

/// Writes what the town says: the one way from a card to a post. Every card is made fit to be shown
/// on the way. Immutable.
public final class Posts {
    private final Reach networks;

    public Posts(Reach networks) {
        this.networks = networks;
    }

    /// Says `card`, or, where `key` was said before, edits that post to it.
    public Post say(
            Transaction tx,
            String key,
            Conversation conversation,
            Actor author,
            Post.Urgency urgency,
            Card card) {
        return tx.post(
                new PostDraft(
                        key,
                        conversation.key(),
                        author,
                        Post.Direction.OUT,
                        urgency,
                        CardJson.write(Sanitizer.card(card)),
                        networks.of(tx, conversation)));
    }

    /// Records what a person said; it came from a network and goes to none.
    public Post heard(
            Transaction tx, String key, Conversation conversation, Actor author, String text) {
        Card card =
                new Card(
                        "",
                        Card.Tone.PLAIN,
                        List.of(),
                        java.util.Optional.empty(),
                        List.of(new Card.Text(text)),
                        List.of(),
                        Sanitizer.line(text));
        return tx.post(
                new PostDraft(
                        key,
                        conversation.key(),
                        author,
                        Post.Direction.IN,
                        Post.Urgency.NEWS,
                        CardJson.write(Sanitizer.heard(card)),
                        List.of()));
    }
}
