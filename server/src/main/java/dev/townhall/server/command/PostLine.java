package dev.townhall.server.command;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.Delivery;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A post as people see it.
///
/// @param state `received` from a person; of the town's own `sent`, `pending` or `dead`, the worst
///     of its networks
/// @param edited how often it was revised
record PostLine(
        Instant at,
        String author,
        String text,
        String state,
        long edited,
        String key,
        String conversation) {
    private static final int PAGE = 500;

    static List<PostLine> of(Ledger ledger, Conversation conversation) {
        List<PostLine> lines = new ArrayList<>();
        long after = 0;
        while (true) {
            List<Post> page = ledger.posts(conversation.key(), after, PAGE);
            page.forEach(post -> lines.add(line(ledger, post)));
            if (page.size() < PAGE) {
                return lines;
            }
            after = page.getLast().seq();
        }
    }

    private static PostLine line(Ledger ledger, Post post) {
        return new PostLine(
                post.createdAt(),
                post.author().text(),
                PlainText.of(Json.value(post.content(), Card.class)),
                state(ledger, post),
                post.revision() - 1,
                post.key(),
                post.conversation());
    }

    private static String state(Ledger ledger, Post post) {
        if (post.direction() == Post.Direction.IN) {
            return "received";
        }
        String worst = "sent";
        for (Delivery delivery : ledger.deliveries(post.seq())) {
            if (delivery.state() == Delivery.State.DEAD) {
                return "dead";
            }
            if (delivery.state() == Delivery.State.PENDING) {
                worst = "pending";
            }
        }
        return worst;
    }

    void show(Screen screen) {
        String head = Words.clock(at) + "  " + author;
        String more = state.equals("dead") || state.equals("pending") ? "  (" + state + ")" : "";
        screen.painted(
                screen.paint(Screen.Colour.CYAN, head) + screen.paint(Screen.Colour.YELLOW, more));
        text.lines().forEach(line -> screen.line("  " + line));
    }
}
