package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Patience;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WakesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Wakes wakes = new Wakes();

    @Test
    void aRingBetweenLookingAndWaitingIsNotMissed() throws InterruptedException {
        long seen = wakes.rings();
        wakes.wake();

        wakes.await(seen, LONG);

        assertThat(wakes.rings()).isEqualTo(seen + 1);
    }

    @Test
    void aRingWakesWhoWaits() throws InterruptedException {
        Thread waiting = Thread.ofVirtual().start(() -> waitForRing());
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        wakes.wake();

        assertThat(waiting.join(Patience.PATIENCE)).isTrue();
    }

    @Test
    void closingLetsEverybodyGo() throws InterruptedException {
        wakes.close();

        wakes.await(wakes.rings(), LONG);
        wakes.rest(LONG);

        assertThat(wakes.isClosed()).isTrue();
    }

    private void waitForRing() {
        try {
            wakes.await(0, LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
