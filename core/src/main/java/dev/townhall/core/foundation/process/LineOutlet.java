package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.process.Processes.Listener;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a stream into lines. A line longer than the limit is skipped: only its length is told, and
/// no more than the limit is ever held.
final class LineOutlet implements Outlet {
    private static final Logger log = LoggerFactory.getLogger(LineOutlet.class);
    private static final int INITIAL_BYTES = 8 * 1024;

    private final int lineBytesMax;
    private final Listener listener;
    private byte[] line = new byte[INITIAL_BYTES];
    private int kept;
    private long length;
    private volatile boolean listening = true;

    LineOutlet(int lineBytesMax, Listener listener) {
        this.lineBytesMax = lineBytesMax;
        this.listener = listener;
    }

    @Override
    public void take(byte[] bytes, int count) {
        int start = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                append(bytes, start, at);
                finish();
                start = at + 1;
            }
        }
        append(bytes, start, count);
    }

    /// The last line, which has no line feed, counts as one.
    @Override
    public void end() {
        if (length > 0) {
            finish();
        }
        tell(listener::over);
    }

    @Override
    public void mute() {
        listening = false;
    }

    private void append(byte[] bytes, int from, int to) {
        length += to - from;
        if (length > lineBytesMax) {
            line = new byte[INITIAL_BYTES];
            kept = 0;
            return;
        }
        int wanted = kept + to - from;
        if (wanted > line.length) {
            long doubled = Math.max(wanted, 2L * line.length);
            line = Arrays.copyOf(line, (int) Math.min(doubled, lineBytesMax));
        }
        System.arraycopy(bytes, from, line, kept, to - from);
        kept = wanted;
    }

    private void finish() {
        long whole = length;
        byte[] content = Arrays.copyOf(line, kept);
        length = 0;
        kept = 0;
        if (line.length > INITIAL_BYTES) {
            line = new byte[INITIAL_BYTES];
        }
        tell(whole > lineBytesMax ? () -> listener.skipped(whole) : () -> listener.line(content));
    }

    /// A listener that fails gets the next line all the same; the child must not notice.
    private void tell(Runnable what) {
        if (!listening) {
            return;
        }
        try {
            what.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("listening to a process' line failed");
        }
    }
}
