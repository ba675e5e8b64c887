package dev.townhall.server.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Small things as people read them.
final class Words {
    private static final int COMMIT_LENGTH = 10;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private Words() {}

    static String commit(String commit) {
        return commit.isEmpty()
                ? "-"
                : commit.substring(0, Math.min(COMMIT_LENGTH, commit.length()));
    }

    static String clock(Instant at) {
        return CLOCK.format(at.atZone(ZoneId.systemDefault()));
    }

    static String day(Instant at) {
        return DAY.format(at.atZone(ZoneId.systemDefault()));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
