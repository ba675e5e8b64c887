package dev.townhall.botslack.blockkit;

import dev.townhall.core.foundation.text.Hidden;
import java.util.regex.Pattern;

/// Text on its way into a message: without what hides, without what would call everybody, cut where
/// it is too long.
final class Plain {
    private static final Pattern MASS_MENTION =
            Pattern.compile("@(?=(?:everyone|here|channel|group)\\b)", Pattern.CASE_INSENSITIVE);
    private static final String MORE = "…";

    private Plain() {}

    /// Text that can stand in any place of a message as it is: half characters and hidden ones are
    /// gone, and mentions of everybody are text.
    static String of(String text) {
        String shown = Hidden.strippedFrom(text);
        return shown.indexOf('@') < 0 ? shown : MASS_MENTION.matcher(shown).replaceAll("\uFF20");
    }

    /// As [#of], on one line.
    static String line(String text) {
        return of(text).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /// `text` cut to `most` characters, saying so; never through the middle of a character.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Math.max(0, most - MORE.length());
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + (most > 0 ? MORE : "");
    }

    /// Text as mrkdwn that means nothing but itself.
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// `text` escaped, in at most `most` characters.
    static String escaped(String text, int most) {
        String kept = cut(text, most);
        String escaped = escaped(kept);
        while (escaped.length() > most) {
            int less =
                    Math.min(
                            kept.length() - 1,
                            (int) ((long) kept.length() * most / escaped.length()));
            kept = cut(kept, less);
            escaped = escaped(kept);
        }
        return escaped;
    }
}
