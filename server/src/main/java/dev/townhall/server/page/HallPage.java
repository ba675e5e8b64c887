package dev.townhall.server.page;

import java.util.List;
import java.util.Optional;

/// Everything one page of the town hall shows.
///
/// @param address the page's own, for refreshing it
/// @param cursor every change of a post up to this number is in it
/// @param waiting what waits for the person, oldest first
/// @param talk the conversation, absent on the town's own page
public record HallPage(
        String title,
        String address,
        long cursor,
        Visitor visitor,
        List<RigLine> rigs,
        List<ThreadSection> threads,
        List<PostView> waiting,
        Optional<TalkView> talk) {
    /// The key of the conversation shown, empty on the town's own page.
    public String key() {
        return talk.map(TalkView::key).orElse("");
    }

    public boolean isInbox() {
        return key().startsWith("inbox:");
    }

    /// The title of the tab: what waits is told there too.
    public String tab() {
        return (waiting.isEmpty() ? "" : "(" + waiting.size() + ") ") + title + " · Townhall";
    }
}
