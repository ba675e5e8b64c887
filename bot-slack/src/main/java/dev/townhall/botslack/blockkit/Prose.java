package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The little formatting that plain text gets, as everywhere in the town: fenced blocks between
/// lines of three backticks, `code` within a line, line breaks as typed. All else is text.
final class Prose {
    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`(?=[^`\\n]*\\S)([^`\\n]+)`");

    private Prose() {}

    /// The parts of a rich text; none where `text` is blank.
    static List<ObjectNode> parts(String text) {
        List<ObjectNode> parts = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.strip().lines().toList()) {
            if (line.strip().startsWith(FENCE)) {
                close(parts, open, fenced);
                fenced = !fenced;
            } else {
                open.add(line);
            }
        }
        close(parts, open, fenced);
        return parts;
    }

    private static void close(List<ObjectNode> parts, List<String> lines, boolean fenced) {
        String text = String.join("\n", lines);
        lines.clear();
        if (text.isBlank()) {
            return;
        }
        parts.add(fenced ? Nodes.preformatted(text) : Nodes.section(spans(text.strip())));
    }

    private static List<ObjectNode> spans(String text) {
        List<ObjectNode> spans = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        int at = 0;
        while (code.find()) {
            addWords(spans, text.substring(at, code.start()));
            spans.add(Nodes.words(code.group(1), "code"));
            at = code.end();
        }
        addWords(spans, text.substring(at));
        return spans;
    }

    private static void addWords(List<ObjectNode> spans, String words) {
        if (!words.isEmpty()) {
            spans.add(Nodes.words(words));
        }
    }
}
