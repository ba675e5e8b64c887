package dev.townhall.server.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One post as the templates draw it.
///
/// @param domId unique within the page
/// @param revision what the page shows of it: a page need not redraw a post of the same revision
/// @param note what the author is, where the name does not say it
/// @param again whether it follows a post of the same author closely, and needs no heading
/// @param changed when it got the words it has
/// @param thread where the convoy's thread is, on the root card shown in a channel
public record PostView(
        String domId,
        long seq,
        long revision,
        String author,
        String note,
        boolean mine,
        boolean person,
        boolean again,
        When when,
        Instant changed,
        CardView card,
        List<Button> buttons,
        Optional<Link> thread) {
    /// Whether its rows are folded away: the card of a convoy that is over, among others in a channel.
    public boolean folded() {
        return thread.isPresent() && buttons.isEmpty() && card.hasRows();
    }

    /// A text of it, with the moments the town named in it; what people typed stays as typed.
    public List<TimeText.Piece> times(String text) {
        return person ? List.of(new TimeText.Piece(text, "")) : TimeText.parse(text, changed);
    }

    /// The letter that stands for the author.
    public String initial() {
        return author.substring(0, author.offsetByCodePoints(0, 1));
    }
}
