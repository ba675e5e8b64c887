package dev.townhall.core.worktree;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Takes in a diff's text and keeps as much of its beginning as a person reads on a phone.
final class DiffExcerpt extends OutputStream {
    static final int LINES_MAX = 150;
    static final int CHARS_MAX = 8_000;
    private static final int LINE_CHARS_MAX = 200;
    private static final int BYTES_KEPT = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long lineFeeds;

    @Override
    public void write(int b) {
        if (b == '\n') {
            lineFeeds++;
        }
        if (kept.size() < BYTES_KEPT) {
            kept.write(b);
        }
    }

    /// Whole lines of the diff without git's object ids; what was left out is said in the last one.
    String text() {
        List<String> lines = kept.toString(StandardCharsets.UTF_8).lines().toList();
        StringBuilder text = new StringBuilder();
        int taken = 0;
        for (String line : lines.subList(0, Math.min(LINES_MAX, lines.size()))) {
            String shown = shown(line);
            if (text.length() + shown.length() >= CHARS_MAX) {
                break;
            }
            taken++;
            if (!line.startsWith("index ")) {
                text.append(shown).append('\n');
            }
        }
        long left = lineFeeds - taken;
        if (left > 0) {
            text.append("… and %s more lines".formatted(left));
        }
        return text.toString().stripTrailing();
    }

    /// Never half a character: what is shown is sent and stored, and compared with what was.
    private static String shown(String line) {
        if (line.length() <= LINE_CHARS_MAX) {
            return line;
        }
        boolean torn = Character.isHighSurrogate(line.charAt(LINE_CHARS_MAX - 1));
        return line.substring(0, torn ? LINE_CHARS_MAX - 1 : LINE_CHARS_MAX) + "…";
    }
}
