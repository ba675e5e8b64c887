package dev.townhall.core.runtime.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock time = new Clock();
    private final Alarms alarms = new Alarms();
    private final List<String> told = new ArrayList<>();
    private boolean personIsAsked;
    private final Silence silence =
            new Silence(LONGEST, time, alarms, () -> true, () -> personIsAsked, told::add);

    @AfterEach
    void close() {
        alarms.close();
    }

    @Test
    void eachSilenceIsToldOnce() {
        silence.begin();
        lookAfter(LONGEST);
        lookAfter(LONGEST);
        assertThat(told).hasSize(1).first().asString().contains("said nothing for 3600 s");

        silence.restart();
        lookAfter(LONGEST.minusSeconds(1));
        assertThat(told).hasSize(1);
        lookAfter(Duration.ofSeconds(1));
        assertThat(told).hasSize(2);
    }

    @Test
    void whileAPersonIsAskedNothingIsTooLong() {
        silence.begin();
        personIsAsked = true;
        lookAfter(LONGEST);
        personIsAsked = false;
        lookAfter(LONGEST.minusSeconds(1));

        assertThat(told).isEmpty();
    }

    private void lookAfter(Duration passed) {
        time.elapsed = time.elapsed.plus(passed);
        silence.look();
    }

    private static final class Clock implements Time {
        private Duration elapsed = Duration.ZERO;

        @Override
        public Instant now() {
            return Instant.EPOCH.plus(elapsed);
        }

        @Override
        public Duration elapsed() {
            return elapsed;
        }
    }
}
