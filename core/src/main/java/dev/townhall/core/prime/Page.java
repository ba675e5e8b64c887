package dev.townhall.core.prime;

import dev.townhall.core.foundation.text.Quoted;

/// One part while it is written, within a number of characters: the town's own words go in as they
/// are, words of others are quoted and cut to the room that is left.
final class Page {
    /// What may be said of what is missing.
    private static final int NOTE_MAX = 100;

    /// Less of a text than this is not worth showing.
    private static final int QUOTE_MIN = 40;

    private final int charactersMax;
    private final String more;
    private final StringBuilder text = new StringBuilder();
    private boolean cut;

    /// @param more where all of it can be read, as the end of a sentence
    Page(int charactersMax, String heading, String more) {
        this.charactersMax = charactersMax;
        this.more = more;
        text.append("\n# ").append(heading).append("\n\n");
    }

    Page line(String words) {
        text.append(words).append('\n');
        return this;
    }

    /// What somebody said, after a line of ours that says who; nothing if it is blank.
    Page quote(String lead, String said) {
        return quote(lead, said, Integer.MAX_VALUE);
    }

    /// The same, with a limit of its own.
    Page quote(String lead, String said, int most) {
        String clean = Quoted.clean(said);
        if (clean.isEmpty()) {
            return this;
        }
        int room = charactersMax - NOTE_MAX - text.length() - lead.length() - 2;
        if (Math.min(room, most) < QUOTE_MIN) {
            cut = true;
            return this;
        }
        Quoted quote = Quoted.of(clean, Math.min(room, most));
        text.append(lead).append('\n').append(quote.text()).append('\n');
        cut |= quote.cut();
        return this;
    }

    /// Says at the end that there is more.
    Page andMore() {
        cut = true;
        return this;
    }

    String done() {
        String note = cut ? "[Not all of it fits here: " + more + "]" : "";
        return (text + note).stripTrailing() + "\n";
    }
}
