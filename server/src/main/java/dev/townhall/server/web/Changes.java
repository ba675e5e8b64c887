package dev.townhall.server.web;

import dev.townhall.core.chat.Conversation;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.server.page.Access;
import dev.townhall.server.page.Visitor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What changed for one reader since a cursor. The cursor is a `changeSeq`: it survives sleep, lost
/// connections and restarts of the town, and a reader that goes on from it misses nothing.
///
/// @param cursor where to go on
/// @param conversations the keys of changed conversations the reader may read, oldest change first
record Changes(long cursor, Set<String> conversations) {
    private static final int BATCH = 500;

    /// Everything after `cursor`. A cursor from a longer history than the ledger's (it was rebuilt)
    /// counts as 0: the reader sees everything again rather than nothing.
    static Changes since(Ledger ledger, Visitor visitor, long cursor) {
        long from = cursor < 0 || cursor > ledger.lastChange() ? 0 : cursor;
        Set<String> seen = new LinkedHashSet<>();
        Set<String> readable = new LinkedHashSet<>();
        List<Post> batch;
        do {
            batch = ledger.changes(from, BATCH);
            for (Post post : batch) {
                String key = post.conversation();
                if (seen.add(key) && Access.mayRead(ledger, visitor, Conversation.parse(key))) {
                    readable.add(key);
                }
                from = post.changeSeq();
            }
        } while (batch.size() == BATCH);
        return new Changes(from, readable);
    }

    /// The cursor a reader brought: the one of its broken connection before the one of its page.
    static long start(String lastEventId, String after) {
        long last = number(lastEventId);
        return last >= 0 ? last : Math.max(0, number(after));
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
    }
}
