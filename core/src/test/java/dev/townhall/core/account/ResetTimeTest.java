package dev.townhall.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResetTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rate limit reached. Please try again in 20s.|2026-11-21T12:00:20Z",
                "Please try again in 1h2m3.5s.|2026-11-21T13:02:03.500Z",
                "Please retry in 37.25s.|2026-11-21T12:00:37.250Z",
                "try again in 250ms|2026-11-21T12:00:00.250Z",
                "Your quota will reset after 5h12m30s.|2026-11-21T17:12:30Z",
                "Quota exhausted; it resets in 2 days, 3 hours and 1 minute|2026-11-23T15:01:00Z",
                "429 Too Many Requests (retry-after: 30)|2026-11-21T12:00:30Z",
                "{\"retry_after\": 45}|2026-11-21T12:00:45Z",
                "Retry after 90 seconds|2026-11-21T12:01:30Z",
                "You can wait for 5 minutes|2026-11-21T12:05:00Z",
                "Claude AI usage limit reached~1795266000|2026-11-21T13:00:00Z",
                "reset at 2026-11-21T18:00:00Z|2026-11-21T18:00:00Z",
                "resets 2026-11-21T18:00:00+02:00, sorry|2026-11-21T16:00:00Z",
                "on 2026-02-31T18:00:00Z or 2026-11-21 18:00Z|2026-11-21T18:00:00Z",
                "2026-11-21T11:59:58Z ERROR 429 Too Many Requests, try again in 2h|2026-11-21T14:00:00Z",
                "2026-11-21T11:59:58Z ERROR 429 reset at 2026-11-21T18:00:00Z|2026-11-21T18:00:00Z",
                "reset 1000000000, reset 1795266000|2026-11-21T13:00:00Z",
                "5-hour limit reached - resets 5pm (Europe/Berlin)|2026-11-21T16:00:00Z",
                "resets at 9:30am (America/New_York)|2026-11-21T14:30:00Z",
                "resets 11:15 UTC|2026-11-22T11:15:00Z",
            })
    void aLimitsEndIsReadFromTheProvidersWords(String said, Instant end) {
        assertThat(ResetTime.in(said.replace('~', '|'), NOW)).contains(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Rate limit exceeded. Try again later.",
                "429",
                "You sent 500 requests in 10 minutes",
                "try again at some time",
                "reset at 2020-01-01T00:00:00Z",
                "resets 5pm",
                "resets 5 (Mars/Olympus)",
                "resets 25:99 UTC",
                "Error 1795266000 in call 17"
            })
    void whatSaysNothingOrThePastIsNotTaken(String said) {
        assertThat(ResetTime.in(said, NOW)).isEmpty();
    }

    @Test
    void aLongTextIsReadQuickly() {
        String said = "resets ".repeat(200) + "1 ".repeat(2_000) + "try again in 20s";

        assertThat(ResetTime.in(said, NOW)).contains(NOW.plusSeconds(20));
    }
}
