package dev.townhall.server.config;

import dev.townhall.core.foundation.check.TownException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people type them: `90s`, `10m`, `1h30m`, `2d`, `500ms`.
public final class Spans {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(ms|s|m|h|d))+");

    private Spans() {}

    /// BAD_INPUT when it is none.
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw TownException.badInput(
                    "A length of time is numbers with units, such as 90s, 10m, 1h30m, 2d or 500ms; found '"
                            + text
                            + "'.");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(one(Long.parseLong(part.group(1)), part.group(2)));
        }
        return sum;
    }

    private static Duration one(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /// For people: `1.2 s`, `41 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`.
    public static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return "%d.%d s".formatted(seconds, span.toMillisPart() / 100);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }
}
