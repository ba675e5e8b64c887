package dev.townhall.core.tool;

import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.text.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Words of others in an answer to an agent: always [Quoted] and with their author, so that they are
/// read as what somebody said and not as an order of the town.
final class Said {
    static final int ANSWER_CHARS_MAX = 24_000;
    private static final int QUOTED_CHARS_MAX = 8_000;

    private Said() {}

    /// `label, by author:` and the text, each line behind `> `; nothing for blank text.
    static String of(String label, String author, String text) {
        if (text.isBlank()) {
            return "";
        }
        String clean = Sanitizer.shortened(text.strip(), QUOTED_CHARS_MAX);
        return label + ", by " + line(author) + ":\n" + Quoted.whole(clean);
    }

    /// One line of another's words.
    static String line(String text) {
        return Sanitizer.line(text);
    }

    /// To the second.
    static String at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String cut(String answer) {
        return Sanitizer.shortened(answer, ANSWER_CHARS_MAX);
    }
}
