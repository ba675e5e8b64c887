package dev.townhall.server.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the moments in what the town says (`14:02 UTC`, `2026-11-21 14:02 UTC`), so that a browser
/// can show them in its own zone. Spans of time stay as they are.
public final class TimeText {
    private static final Pattern MOMENT =
            Pattern.compile(
                    "(?<![-:.\\w])(?:(\\d{4}-\\d\\d-\\d\\d) )?((?:[01]\\d|2[0-3]):[0-5]\\d)"
                            + " UTC\\b");

    /// A piece of a text.
    ///
    /// @param iso the moment that `text` names, empty for words
    public record Piece(String text, String iso) {}

    private TimeText() {}

    /// The pieces of `text`. A clock time without a day is the one closest to `about`.
    static List<Piece> parse(String text, Instant about) {
        List<Piece> pieces = new ArrayList<>();
        Matcher found = MOMENT.matcher(text);
        int at = 0;
        while (found.find()) {
            Optional<Instant> moment =
                    moment(Optional.ofNullable(found.group(1)), found.group(2), about);
            if (moment.isPresent()) {
                addWords(pieces, text.substring(at, found.start()));
                pieces.add(new Piece(found.group(), moment.get().toString()));
                at = found.end();
            }
        }
        addWords(pieces, text.substring(at));
        return pieces;
    }

    /// Empty for a day that no calendar has.
    private static Optional<Instant> moment(Optional<String> day, String clock, Instant about) {
        LocalTime time = LocalTime.parse(clock);
        try {
            return Optional.of(
                    day.map(date -> at(LocalDate.parse(date), time))
                            .orElseGet(() -> closest(time, about)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Instant closest(LocalTime time, Instant about) {
        LocalDate day = LocalDate.ofInstant(about, ZoneOffset.UTC);
        return Stream.of(day.minusDays(1), day, day.plusDays(1))
                .map(date -> at(date, time))
                .min(Comparator.comparing(moment -> Duration.between(about, moment).abs()))
                .orElseThrow();
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).toInstant(ZoneOffset.UTC);
    }

    private static void addWords(List<Piece> pieces, String words) {
        if (!words.isEmpty()) {
            pieces.add(new Piece(words, ""));
        }
    }
}
