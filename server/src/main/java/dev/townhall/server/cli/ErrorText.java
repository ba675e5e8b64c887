package dev.townhall.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a command wrote to standard error, kept until it ends. Only the first bytes are kept: it
/// travels as one trailer line.
final class ErrorText {
    static final int BYTES_MAX = 8 << 10;
    private static final byte[] CUT = "\n[error text cut here]\n".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(new Capped(), true, StandardCharsets.UTF_8);

    private final class Capped extends OutputStream {
        @Override
        public void write(int each) {
            if (bytes.size() <= BYTES_MAX) {
                bytes.write(each);
            }
        }
    }

    PrintStream stream() {
        return stream;
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    String line() {
        byte[] all = bytes.toByteArray();
        if (all.length <= BYTES_MAX) {
            return ShellEscape.escape(all);
        }
        byte[] head = Arrays.copyOf(all, BYTES_MAX + CUT.length);
        System.arraycopy(CUT, 0, head, BYTES_MAX, CUT.length);
        return ShellEscape.escape(head);
    }
}
