package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.process.Processes.Command;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Optional;
import java.util.stream.Stream;

/// The characters a program can be given. They depend on the locale Java was started in: in the
/// locale C it would silently replace all but ASCII by question marks.
final class NativeText {
    private NativeText() {}

    /// Why `command` cannot be passed on as it is, if so.
    static Optional<String> objection(Command command) {
        Charset charset = charset();
        CharsetEncoder encoder = charset.newEncoder();
        return Stream.concat(command.arguments().stream(), command.environment().values().stream())
                .filter(text -> !encoder.canEncode(text))
                .findFirst()
                .map(text -> explain(text, charset));
    }

    private static String explain(String text, Charset charset) {
        int length = Math.min(text.length(), 60);
        return "'%s' cannot be passed to a program: this Java was started in a locale of %s. Start the town with LC_ALL=C.UTF-8."
                .formatted(text.substring(0, length), charset);
    }

    private static Charset charset() {
        return Charset.forName(
                System.getProperty("sun.jnu.encoding", ""), Charset.defaultCharset());
    }
}
