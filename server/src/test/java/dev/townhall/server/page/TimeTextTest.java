package dev.townhall.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.page.TimeText.Piece;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
    private static final Instant ABOUT = Instant.parse("2026-11-21T14:20:00Z");

    @Test
    void aMomentWithItsDayIsFoundAmongWords() {
        assertThat(TimeText.parse("2026-11-22 15:13 UTC, then denied", ABOUT))
                .containsExactly(
                        new Piece("2026-11-22 15:13 UTC", "2026-11-22T15:13:00Z"),
                        new Piece(", then denied", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T14:20:00Z, 14:15 UTC, 2026-11-21T14:15:00Z",
        "2026-11-22T00:01:00Z, 23:59 UTC, 2026-11-21T23:59:00Z",
        "2026-11-21T23:59:30Z, 00:01 UTC, 2026-11-22T00:01:00Z"
    })
    void aClockTimeIsTheOneClosestToTheWords(Instant about, String clock, String expected) {
        assertThat(TimeText.parse("approved by ada at " + clock, about))
                .containsExactly(new Piece("approved by ada at ", ""), new Piece(clock, expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "14:02-14:31 UTC",
                "2026-02-31 14:02 UTC",
                "25:00 UTC",
                "14:02",
                "v1.14:02 UTC",
                "a14:02 UTC",
                ""
            })
    void whatIsNoMomentStaysWords(String text) {
        assertThat(TimeText.parse(text, ABOUT))
                .allSatisfy(piece -> assertThat(piece.iso()).isEmpty())
                .extracting(Piece::text)
                .isEqualTo(text.isEmpty() ? java.util.List.of() : java.util.List.of(text));
    }
}
