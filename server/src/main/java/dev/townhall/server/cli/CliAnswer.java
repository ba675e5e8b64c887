package dev.townhall.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// The town's answer to one call, as it comes in: HTTP in chunks, then trailers that carry standard
/// error and the exit code. Reads the channel by itself, because the JDK's stream over it costs more
/// to set up than a call takes.
final class CliAnswer {
    private static final int BUFFER_BYTES = 8192;
    private static final String EXIT = "gt-exit: ";
    private static final String ERROR = "gt-err-";

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    CliAnswer(SocketChannel channel) {
        this.channel = channel;
    }

    /// Prints the answer while it comes.
    ///
    /// @return the exit code, or `otherwise` when the answer has none
    int print(PrintStream out, PrintStream err, int otherwise) throws IOException {
        while (!line().isEmpty()) {
            // The status and the headers say nothing the trailers do not say better.
        }
        for (int size = size(); size > 0; size = size()) {
            chunk(size, out);
            if (!buffer.hasRemaining()) {
                out.flush();
            }
            line();
        }
        return trailers(err, otherwise);
    }

    private void chunk(int size, PrintStream out) throws IOException {
        int left = size;
        while (left > 0) {
            fill();
            int some = Math.min(left, buffer.remaining());
            out.write(buffer.array(), buffer.position(), some);
            buffer.position(buffer.position() + some);
            left -= some;
        }
    }

    private int size() throws IOException {
        try {
            return Integer.parseInt(line(), 16);
        } catch (NumberFormatException notChunked) {
            throw new IOException("The answer is not in chunks.", notChunked);
        }
    }

    private int trailers(PrintStream err, int otherwise) throws IOException {
        int code = otherwise;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith(EXIT)) {
                code = Integer.parseInt(line.substring(EXIT.length()));
            } else if (line.startsWith(ERROR)) {
                err.writeBytes(ShellEscape.unescape(line.substring(line.indexOf(' ') + 1)));
                err.flush();
            }
        }
        return code;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = next(); each != '\n'; each = next()) {
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }

    private int next() throws IOException {
        fill();
        return buffer.get() & 0xff;
    }

    private void fill() throws IOException {
        if (buffer.hasRemaining()) {
            return;
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        if (read < 0) {
            throw new IOException("The answer ends early.");
        }
    }
}
