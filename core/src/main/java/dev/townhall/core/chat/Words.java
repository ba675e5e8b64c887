package dev.townhall.core.chat;

import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.foundation.text.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as people read them. Times are UTC and say so.
public final class Words {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int COMMIT_CHARS = 8;

    private Words() {}

    /// `1 bead`, `3 beads`.
    public static String count(int number, String noun) {
        return Counted.of(number, noun);
    }

    /// `0.4 s`, `41 s`, `3 min 5 s`, `2 h 10 min`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) {
            long tenths = Math.max(0, (duration.toMillis() + 99) / 100);
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /// `14:02 UTC`.
    public static String clock(Instant at) {
        return CLOCK.format(at) + " UTC";
    }

    /// `2026-11-21 14:02 UTC`.
    public static String day(Instant at) {
        return DAY.format(at) + " UTC";
    }

    /// `14:02-14:31 UTC`, with the days where they differ.
    public static String span(Instant from, Instant to) {
        boolean sameDay =
                from.atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .equals(to.atZone(ZoneOffset.UTC).toLocalDate());
        DateTimeFormatter format = sameDay ? CLOCK : DAY;
        return format.format(from) + "-" + format.format(to) + " UTC";
    }

    /// The first characters of a commit id.
    public static String commit(String id) {
        return id.substring(0, Math.min(COMMIT_CHARS, id.length()));
    }

    /// Words of another, each line marked as such.
    static String quoted(String text) {
        return Quoted.whole(text).stripTrailing();
    }

    /// `GATE_RED` as `gate red`.
    public static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
