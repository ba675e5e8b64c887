package dev.townhall.server.page;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A moment as a page shows it. The browser replaces `local` by its own zone's time when it can.
///
/// @param iso the moment itself, in UTC
/// @param local a few words in the town's zone
public record When(String iso, String local) {
    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter EARLIER =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    static When of(Instant at, Instant now, ZoneId zone) {
        ZonedDateTime there = at.atZone(zone);
        LocalDate today = now.atZone(zone).toLocalDate();
        DateTimeFormatter form = there.toLocalDate().equals(today) ? TODAY : EARLIER;
        return new When(at.truncatedTo(ChronoUnit.SECONDS).toString(), form.format(there));
    }
}
