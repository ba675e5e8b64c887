package dev.townhall.core.simulation;

import dev.townhall.core.simulation.clock.VirtualTime;
import java.util.ArrayDeque;
import java.util.Deque;

/// What happened, line by line: a hash over all of it, and the last lines in full.
public final class Trace {
    private static final int KEPT_MAX = 4_000;

    private final VirtualTime time;
    private final Deque<Object[]> kept = new ArrayDeque<>();
    private final int keptMax;
    private long hash = 0xcbf29ce484222325L;
    private long lines;

    Trace(VirtualTime time, boolean whole) {
        this.time = time;
        this.keptMax = whole ? Integer.MAX_VALUE : KEPT_MAX;
    }

    public void line(String what, Object detail) {
        String text = String.valueOf(detail);
        lines++;
        mix(time.elapsed().toNanos());
        mix(what);
        mix(text);
        kept.add(new Object[] {lines, time.elapsed(), what, text});
        if (kept.size() > keptMax) {
            kept.remove();
        }
    }

    /// Equal for equal histories.
    public long hash() {
        return hash;
    }

    public long lines() {
        return lines;
    }

    /// The last `count` lines as text.
    public String tail(int count) {
        StringBuilder text = new StringBuilder();
        kept.stream()
                .skip(Math.max(0, kept.size() - (long) count))
                .forEach(line ->
                        text.append(
                                "%6s %12s  %-22s %s%n"
                                        .formatted(line[0], line[1], line[2], cut(line[3]))));
        return text.toString();
    }

    private static String cut(Object text) {
        String whole = String.valueOf(text).replace('\n', '|');
        return whole.length() <= 300 ? whole : whole.substring(0, 300) + "…";
    }

    private void mix(String text) {
        for (int i = 0; i < text.length(); i++) {
            mix(text.charAt(i));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }
}
