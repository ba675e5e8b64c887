package dev.townhall.server.page;

import java.util.List;

/// A piece of a text: prose with its line breaks, or a block that is shown as it was typed.
public sealed interface Segment {
    /// Words, with code among them; line breaks are kept.
    record Prose(List<Span> spans) implements Segment {
        public Prose {
            spans = List.copyOf(spans);
        }
    }

    /// Preformatted lines.
    record Fence(String text) implements Segment {}
}
