package dev.townhall.core.bead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Property;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTimesTest {
    private static Instant instant(Dice dice) {
        long nanos = dice.oneOf(java.util.List.of(0L, 1L, 500_000_000L, 120_000L, 999_999_999L));
        return Instant.ofEpochSecond(dice.below(Integer.MAX_VALUE), nanos);
    }

    @Test
    void whatIsWrittenIsReadAsTheGeneralParserReadsIt() {
        Property.holds(
                2000,
                JsonTimesTest::instant,
                at -> {
                    String text = JsonTimes.text(at);
                    assertThat(JsonTimes.parse(text)).contains(at);
                    assertThat(OffsetDateTime.parse(text).toInstant()).isEqualTo(at);
                    assertThat(JsonTimes.isCanonical(text)).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-03T07:05:00.250Z",
                "2026-01-03T07:05:00+00:00",
                "2026-01-03T07:05:00.1-08:00"
            })
    void otherNotationsAreReadButAreNotOurs(String text) {
        assertThat(JsonTimes.parse(text)).contains(OffsetDateTime.parse(text).toInstant());
        assertThat(JsonTimes.isCanonical(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "yesterday, around Z",
                "2026-13-03T07:05:00Z",
                "2026-02-30T07:05:00Z",
                "2026-01-03T24:05:00Z",
                "2026-01-03T07:05:60Z",
                "2026-01-03 07:05:00Z",
                "2026-01-03T07:05:0-1Z",
                "2026-01-03T07:05:00.Z",
                "2026-01-03T07:05:00.1234567890Z",
                "+026-01-03T07:05:00Z"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(JsonTimes.parse(text)).isEmpty();
    }
}
