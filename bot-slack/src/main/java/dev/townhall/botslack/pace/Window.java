package dev.townhall.botslack.pace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// So many calls in any stretch of time of a given length.
final class Window {
    private final int most;
    private final Duration length;
    private final Deque<Duration> calls = new ArrayDeque<>();

    Window(int most, Duration length) {
        this.most = most;
        this.length = length;
    }

    /// How long until one more of the calls fits, if only `share` of them may be used.
    Duration pause(Duration now, int share) {
        forget(now);
        int over = calls.size() - Math.min(share, most);
        if (over < 0) {
            return Duration.ZERO;
        }
        return calls.stream().skip(over).findFirst().orElse(now).plus(length).minus(now);
    }

    Duration pause(Duration now) {
        return pause(now, most);
    }

    void add(Duration now) {
        forget(now);
        calls.add(now);
    }

    private void forget(Duration now) {
        while (!calls.isEmpty() && calls.peek().plus(length).compareTo(now) <= 0) {
            calls.remove();
        }
    }
}
