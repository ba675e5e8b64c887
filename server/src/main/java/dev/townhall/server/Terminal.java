package dev.townhall.server;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What this process prints to.
///
/// @param width its columns, 80 where unknown
record Terminal(boolean isTerminal, int width, boolean colours) {
    private static final int WIDTH_DEFAULT = 80;

    static Terminal of(Map<String, String> environment) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        if (!terminal) {
            return new Terminal(false, WIDTH_DEFAULT, false);
        }
        boolean colours =
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(true, columns(), colours);
    }

    private static int columns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectErrorStream(true)
                            .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String columns = size.strip().replaceFirst(".* ", "");
            return columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : WIDTH_DEFAULT;
        } catch (IOException unknown) {
            return WIDTH_DEFAULT;
        }
    }
}
