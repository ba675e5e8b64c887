package dev.townhall.server.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The little formatting that plain text gets: fenced blocks between lines of three backticks,
/// `code` within a line, and line breaks as typed. Everything else is text; the templates escape
/// it, so no markup of a person or an agent ever becomes HTML.
final class RichText {
    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`(?=[^`\\n]*\\S)([^`\\n]+)`");

    private RichText() {}

    static List<Segment> parse(String text) {
        List<Segment> segments = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.strip().split("\\R", -1)) {
            if (line.strip().startsWith(FENCE)) {
                add(segments, open, fenced);
                fenced = !fenced;
            } else {
                open.add(line);
            }
        }
        add(segments, open, fenced);
        return segments;
    }

    private static void add(List<Segment> segments, List<String> lines, boolean fenced) {
        if (fenced) {
            segments.add(new Segment.Fence(String.join("\n", lines)));
        } else if (lines.stream().anyMatch(line -> !line.isBlank())) {
            segments.add(new Segment.Prose(spans(String.join("\n", lines).strip())));
        }
        lines.clear();
    }

    private static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        int at = 0;
        while (code.find()) {
            addWords(spans, text.substring(at, code.start()));
            spans.add(new Span(true, code.group(1)));
            at = code.end();
        }
        addWords(spans, text.substring(at));
        return spans;
    }

    private static void addWords(List<Span> spans, String words) {
        if (!words.isEmpty()) {
            spans.add(new Span(false, words));
        }
    }
}
