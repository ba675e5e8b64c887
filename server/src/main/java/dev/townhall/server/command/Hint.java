package dev.townhall.server.command;

import java.nio.file.Path;

/// Command lines that are shown to be typed.
final class Hint {
    private Hint() {}

    /// `gt …` for the town in `folder`, named when it is not the one meant anyway.
    static String command(Path folder, Path meant, String words) {
        return folder.equals(meant) ? "gt " + words : "gt --town " + folder + " " + words;
    }
}
