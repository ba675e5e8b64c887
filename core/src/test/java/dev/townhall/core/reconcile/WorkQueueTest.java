package dev.townhall.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final Duration T0 = Duration.ZERO;
    private static final Duration T1 = Duration.ofSeconds(1);
    private static final WorkKey A = new WorkKey("convoy", "a");
    private static final WorkKey B = new WorkKey("convoy", "b");

    private final WorkQueue queue = new WorkQueue();

    @Test
    void aThousandWakeUpsCostOnePass() {
        for (int i = 0; i < 1000; i++) {
            queue.wake(A, T0);
        }

        assertThat(queue.take(T0)).contains(A);
        assertThat(queue.take(T0)).isEmpty();
    }

    @Test
    void aKeyWokenWhileItRunsRunsOnceMore() {
        queue.wake(A, T0);
        queue.take(T0);
        queue.wake(A, T0);
        queue.wake(A, T0);

        assertThat(queue.take(T0)).isEmpty();
        queue.done(A, T0, null);
        assertThat(queue.take(T0)).contains(A);
        queue.done(A, T0, null);
        assertThat(queue.take(T0)).isEmpty();
    }

    @Test
    void keysComeOutByDueTimeThenByArrival() {
        queue.wake(B, T0);
        queue.wake(A, T0);
        queue.wake(new WorkKey("convoy", "late"), T1);

        assertThat(queue.take(T0)).contains(B);
        assertThat(queue.take(T0)).contains(A);
        assertThat(queue.take(T0)).isEmpty();
        assertThat(queue.nextDue()).contains(T1);
    }

    @Test
    void aWakeUpMovesADelayedKeyForward() {
        queue.wake(A, T1);
        queue.wake(A, T0);

        assertThat(queue.take(T0)).contains(A);
    }

    @Test
    void aLaterWakeUpDoesNotDelayADueKey() {
        queue.wake(A, T0);
        queue.wake(A, T1);

        assertThat(queue.take(T0)).contains(A);
    }
}
