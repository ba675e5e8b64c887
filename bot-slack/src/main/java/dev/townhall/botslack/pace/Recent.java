package dev.townhall.botslack.pace;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// When something was last done, by name. Forgets what is older than anybody asks about, so that it
/// stays as small as the town is busy.
final class Recent {
    private final Duration kept;
    private final Map<String, Duration> times = new LinkedHashMap<>();

    Recent(Duration kept) {
        this.kept = kept;
    }

    Optional<Duration> at(String name) {
        return Optional.ofNullable(times.get(name));
    }

    /// How long until `gap` has passed since it was last done.
    Duration pause(String name, Duration gap, Duration now) {
        Duration last = times.get(name);
        return last == null ? Duration.ZERO : last.plus(gap).minus(now);
    }

    void put(String name, Duration now) {
        times.remove(name);
        times.put(name, now);
        Iterator<Duration> oldest = times.values().iterator();
        while (oldest.hasNext() && oldest.next().plus(kept).compareTo(now) < 0) {
            oldest.remove();
        }
    }

    int size() {
        return times.size();
    }
}
