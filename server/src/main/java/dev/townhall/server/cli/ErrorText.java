package dev.townhall.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What a command wrote to standard error, kept until it ends, when it travels as trailers. Only the
/// first bytes are kept.
final class ErrorText {
    static final int BYTES_MAX = 10_000;

    /// curl refuses a trailer line of more than 4096 bytes, its name included.
    private static final int LINE_LENGTH_MAX = 4000;

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

    /// What was written, as trailers: `gt-err-100`, `gt-err-101`… in this order.
    Map<String, String> trailers() {
        byte[] all = bytes.toByteArray();
        if (all.length > BYTES_MAX) {
            all = Arrays.copyOf(all, BYTES_MAX + CUT.length);
            System.arraycopy(CUT, 0, all, BYTES_MAX, CUT.length);
        }
        Map<String, String> trailers = new TreeMap<>();
        for (String line : ShellEscape.lines(all, LINE_LENGTH_MAX)) {
            trailers.put("gt-err-" + (100 + trailers.size()), line);
        }
        return trailers;
    }
}
