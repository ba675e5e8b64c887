package dev.townhall.core.foundation.process;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the end of a stream and tells all of it as text, piece by piece.
final class TextOutlet implements Outlet {
    private static final Logger log = LoggerFactory.getLogger(TextOutlet.class);

    private final OutputTail tail;
    private final Utf8Pieces pieces = new Utf8Pieces(Child.READ_BYTES);
    private final Consumer<String> onOutput;
    private volatile boolean listening = true;

    TextOutlet(OutputTail tail, Consumer<String> onOutput) {
        this.tail = tail;
        this.onOutput = onOutput;
    }

    @Override
    public void take(byte[] bytes, int count) {
        tail.append(bytes, count);
        tell(pieces.next(bytes, count));
    }

    @Override
    public void end() {
        tell(pieces.last());
    }

    @Override
    public void mute() {
        listening = false;
    }

    /// A listener that fails is not told any more; the child must not notice.
    private void tell(String piece) {
        if (!listening || piece.isEmpty()) {
            return;
        }
        try {
            onOutput.accept(piece);
        } catch (RuntimeException e) {
            listening = false;
            log.atError().setCause(e).log("listening to a process' output failed");
        }
    }
}
