package dev.townhall.core.foundation.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The last bytes of an endless stream, and how many there were in all. Thread-safe.
public final class OutputTail {
    private static final int INITIAL_BYTES = 8 * 1024;

    private final int bytesMax;
    private byte[] ring;
    private int next;
    private int kept;
    private long total;

    public OutputTail(int bytesMax) {
        this.bytesMax = bytesMax;
        this.ring = new byte[Math.min(bytesMax, INITIAL_BYTES)];
    }

    public synchronized void append(byte[] bytes, int count) {
        total += count;
        int from = Math.max(0, count - bytesMax);
        grow(count - from);
        while (from < count) {
            int room = Math.min(count - from, ring.length - next);
            System.arraycopy(bytes, from, ring, next, room);
            next = (next + room) % ring.length;
            kept = Math.min(ring.length, kept + room);
            from += room;
        }
    }

    /// How many bytes there were.
    public synchronized long total() {
        return total;
    }

    /// What is kept, as UTF-8. A character whose beginning is lost is left out; other bad bytes are
    /// replaced.
    public synchronized String text() {
        byte[] bytes = new byte[kept];
        for (int i = 0; i < kept; i++) {
            bytes[i] = ring[Math.floorMod(next - kept + i, ring.length)];
        }
        int start = 0;
        if (total > kept) {
            while (start < Math.min(3, kept) && (bytes[start] & 0xC0) == 0x80) {
                start++;
            }
        }
        return new String(bytes, start, kept - start, StandardCharsets.UTF_8);
    }

    /// Makes the ring larger while it has not gone round yet, so that quiet children cost little.
    private void grow(int more) {
        long wanted = (long) kept + more;
        if (wanted <= ring.length || ring.length == bytesMax) {
            return;
        }
        int length = (int) Math.min(bytesMax, Math.max(wanted, 2L * ring.length));
        ring = Arrays.copyOf(ring, length);
        next = kept % length;
    }
}
