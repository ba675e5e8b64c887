package dev.townhall.core.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads from a provider's words when its limit ends: `try again in 20s`, `retry-after: 30`,
/// `resets after 5h12m`, `limit reached|1763740800`, `reset at 2026-11-21T18:00:00Z`,
/// `resets 5pm (Europe/Berlin)`. A time of day without a zone says too little and is not taken.
final class ResetTime {
    private static final String NUMBER = "([0-9]{1,9}(?:\\.[0-9]{1,6})?)";
    private static final String UNIT =
            "(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)";
    private static final Pattern PART = Pattern.compile(NUMBER + "\\s*" + UNIT + "(?![a-z])");
    private static final Pattern SPAN =
            Pattern.compile(
                    "(?:again|retry|resets?|available|wait|limit)\\b[^.\\n]{0,40}?(?:\\b(?:in|after|for)|:)\\s*(?:about\\s+)?"
                            + "((?:[0-9]{1,9}(?:\\.[0-9]{1,6})?\\s*"
                            + UNIT
                            + "(?![a-z])[\\s,]*(?:and\\s+)?){1,5})");
    private static final Pattern SECONDS =
            Pattern.compile(
                    "retry[-_ ]?after(?:[-_ ]?(?:secs?|seconds))?\"?\\s*[:=]?\\s*\"?([0-9]{1,9})\\b(?![.:-])");
    private static final Pattern EPOCH =
            Pattern.compile("(?:\\||resets?[^0-9\\n]{0,30}|until\\s)([0-9]{10})(?:[0-9]{3})?\\b");
    private static final Pattern MOMENT =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}[tT ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?(?:[zZ]|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern CLOCK =
            Pattern.compile(
                    "(?:resets?|again|available|until)\\b[^0-9\\n]{0,20}([0-9]{1,2})(?::([0-9]{2}))?\\s*(am|pm)?\\s*\\(?(UTC|GMT|[A-Za-z]+/[A-Za-z_/]+)\\)?",
                    Pattern.CASE_INSENSITIVE);

    private ResetTime() {}

    /// When the limit ends that `said` tells of at `now`; empty when it does not say, or says only
    /// the past.
    static Optional<Instant> in(String said, Instant now) {
        String lower = said.toLowerCase(Locale.ROOT);
        return moment(said, now)
                .or(() -> epoch(lower, now))
                .or(() -> span(lower).map(now::plus).filter(now::isBefore))
                .or(() -> seconds(lower).map(now::plus).filter(now::isBefore))
                .or(() -> clock(said, now));
    }

    private static Optional<Instant> moment(String said, Instant now) {
        return MOMENT.matcher(said)
                .results()
                .flatMap(found -> moment(found).stream())
                .filter(now::isBefore)
                .findFirst();
    }

    /// Empty for a day that is none, such as the 31st of February.
    private static Optional<Instant> moment(MatchResult found) {
        String text = found.group().replace(' ', 'T').replace('t', 'T').replace('z', 'Z');
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> epoch(String said, Instant now) {
        return EPOCH.matcher(said)
                .results()
                .map(found -> Instant.ofEpochSecond(Long.parseLong(found.group(1))))
                .filter(now::isBefore)
                .findFirst();
    }

    private static Optional<Duration> span(String said) {
        Matcher found = SPAN.matcher(said);
        if (!found.find()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(found.group(1));
        while (part.find()) {
            sum = sum.plus(one(Double.parseDouble(part.group(1)), part.group(2)));
        }
        return Optional.of(sum);
    }

    private static Optional<Duration> seconds(String said) {
        Matcher found = SECONDS.matcher(said);
        return found.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(found.group(1))))
                : Optional.empty();
    }

    private static Duration one(double count, String unit) {
        double seconds =
                unit.startsWith("ms") || unit.startsWith("milli")
                        ? count / 1_000
                        : switch (unit.charAt(0)) {
                            case 's' -> count;
                            case 'm' -> count * 60;
                            case 'h' -> count * 3_600;
                            default -> count * 86_400;
                        };
        return Duration.ofMillis((long) (seconds * 1_000));
    }

    private static Optional<Instant> clock(String said, Instant now) {
        Matcher found = CLOCK.matcher(said);
        if (!found.find() || (found.group(2) == null && found.group(3) == null)) {
            return Optional.empty();
        }
        try {
            LocalTime time = time(found);
            ZonedDateTime here = now.atZone(ZoneId.of(found.group(4)));
            ZonedDateTime today = here.with(time);
            return Optional.of((today.isAfter(here) ? today : today.plusDays(1)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalTime time(Matcher found) {
        int hour = Integer.parseInt(found.group(1));
        int minute = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        if (found.group(3) == null) {
            return LocalTime.of(hour, minute);
        }
        boolean afternoon = found.group(3).equalsIgnoreCase("pm");
        return LocalTime.of(hour % 12 + (afternoon ? 12 : 0), minute);
    }
}
