package dev.townhall.core.bead;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Times as the Beads tracker writes them: RFC 3339 with the fraction's trailing zeros cut off.
final class JsonTimes {
    /// The length of a time in UTC without a fraction.
    private static final int PLAIN = "2026-01-03T07:05:00Z".length();

    private static final long SECONDS_OF_DAY = 86_400;

    private JsonTimes() {}

    /// `at` in UTC, for example `2026-01-03T07:05:00.25Z`.
    static String text(Instant at) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        pad(text, time.getYear(), 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2).append('T');
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        pad(text, time.getSecond(), 2);
        if (time.getNano() != 0) {
            pad(text.append('.'), time.getNano(), 9);
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
        return text.append('Z').toString();
    }

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    text.endsWith("Z") && text.length() >= PLAIN
                            ? parseUtc(text)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether `text`, which is a time, is what [#text] writes for it.
    static boolean isCanonical(String text) {
        int last = text.length() - 2;
        return text.endsWith("Z")
                && (text.length() == PLAIN || (text.charAt(19) == '.' && text.charAt(last) != '0'));
    }

    /// The common form by hand: a ledger of 100,000 beads is opened in the time the general parser
    /// takes to warm up.
    private static Instant parseUtc(String text) {
        boolean shaped =
                text.charAt(4) == '-'
                        && text.charAt(7) == '-'
                        && text.charAt(10) == 'T'
                        && text.charAt(13) == ':'
                        && text.charAt(16) == ':';
        boolean fraction = text.length() > PLAIN;
        if (!shaped || (fraction && text.charAt(19) != '.') || text.length() > PLAIN + 10) {
            return OffsetDateTime.parse(text).toInstant();
        }
        LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        LocalTime time =
                LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
        return Instant.ofEpochSecond(
                date.toEpochDay() * SECONDS_OF_DAY + time.toSecondOfDay(),
                fraction ? nanos(text) : 0);
    }

    private static int nanos(String text) {
        int end = text.length() - 1;
        int nanos = number(text, PLAIN, end);
        for (int digits = end - PLAIN; digits < 9; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        if (from == to || !Character.isDigit(text.charAt(from))) {
            throw new NumberFormatException(text);
        }
        return Integer.parseInt(text, from, to, 10);
    }

    private static StringBuilder pad(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
