package dev.townhall.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void anAccountRestsUntilItsProviderSays() {
        Standing.Resting resting =
                Standing.Awake.NEW.limited(NOW, Optional.of(NOW.plusSeconds(90)), "429");

        assertThat(resting).isEqualTo(new Standing.Resting(1, NOW, NOW.plusSeconds(90), "429"));
        assertThat(resting.restsAt(NOW.plusSeconds(89))).isTrue();
        assertThat(resting.restsAt(NOW.plusSeconds(90))).isFalse();
    }

    @Test
    void aRestOfWhichNothingIsSaidGrowsWithEachLimitInARowUpToTheLongest() {
        List<Duration> rests = new ArrayList<>();
        Standing.Awake awake = Standing.Awake.NEW;
        for (int i = 0; i < 8; i++) {
            Standing.Resting resting = awake.limited(NOW, Optional.empty(), "");
            rests.add(Duration.between(NOW, resting.until()));
            awake = resting.woken();
        }

        assertThat(rests)
                .startsWith(Standing.REST_FIRST, Duration.ofMinutes(2), Duration.ofMinutes(4))
                .endsWith(Standing.REST_LONGEST);
    }

    @Test
    void aTurnThatWentWellMakesTheNextRestAShortOne() {
        Standing.Awake tired = new Standing.Awake(5);

        assertThat(tired.worked().limited(NOW, Optional.empty(), "").until())
                .isEqualTo(NOW.plus(Standing.REST_FIRST));
    }

    @Test
    void noProviderLetsAnAccountRestForEver() {
        Instant never = Instant.parse("9999-01-01T00:00:00Z");

        assertThat(Standing.Awake.NEW.limited(NOW, Optional.of(never), "").until())
                .isEqualTo(NOW.plus(Standing.REST_TOLD_LONGEST));
    }

    @Test
    void aRestIsNeverShorterThanItCostsToTry() {
        assertThat(Standing.Awake.NEW.limited(NOW, Optional.of(NOW.plusMillis(20)), "").until())
                .isEqualTo(NOW.plus(Standing.REST_LEAST));
    }

    @Test
    void aFurtherLimitDuringARestOnlyEverLengthensIt() {
        Standing.Resting resting =
                Standing.Awake.NEW.limited(NOW, Optional.of(NOW.plusSeconds(90)), "429");

        assertThat(resting.limited(NOW, Optional.of(NOW.plusSeconds(5)))).isEqualTo(resting);
        assertThat(resting.limited(NOW, Optional.of(NOW.plusSeconds(500))).until())
                .isEqualTo(NOW.plusSeconds(500));
    }
}
