package dev.townhall.core.convoy;

import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.foundation.text.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns lines into drafts of items, noting what is wrong with single lines. Used once.
final class PlanReader {
    private static final Pattern WORD = Pattern.compile("\\s*([A-Za-z]{4,12})[ \\t]*:.*");
    private static final Pattern NUMBERS =
            Pattern.compile(
                    "#?\\d{1,4}(?:(?:[ \\t]*,[ \\t]*|[ \\t]+and[ \\t]+|[ \\t]+)#?\\d{1,4})*");
    private static final int NUMBERS_CHARS_MAX = 1_500;
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern TRAILING =
            Pattern.compile(
                    "^(.*?)(?:^|[ \\t,;]|[ \\t]\\()(after|approval|witness)[ \\t]*:[ \\t]*([^():]*)\\)?[ \\t]*$",
                    Pattern.CASE_INSENSITIVE);

    private final List<PlanText.Problem> problems;
    private final PlanDoubts doubts;
    private final List<Draft> drafts = new ArrayList<>();
    private final Deque<Draft> open = new ArrayDeque<>();
    private @Nullable Draft current;
    private PlanLine.@Nullable Fence fence;
    private int fenceLine;
    private boolean fenceEmpty;

    PlanReader(List<PlanText.Problem> problems, PlanDoubts doubts) {
        this.problems = problems;
        this.doubts = doubts;
    }

    List<Draft> read(List<String> lines) {
        for (int i = 0; i < lines.size() && drafts.size() <= Plan.ITEMS_MAX; i++) {
            refuseHidden(i + 1, lines.get(i));
            take(i + 1, lines.get(i));
        }
        if (fence != null) {
            problem(fenceLine, "The block that begins here has no end. Close it with a line ```.");
        }
        return drafts;
    }

    private void take(int number, String line) {
        if (fence != null) {
            takeFenced(number, line, fence);
            return;
        }
        Optional<PlanLine.Fence> opened = PlanLine.fence(line);
        if (opened.isPresent()) {
            openFence(number, opened.get());
            return;
        }
        Optional<PlanLine.Item> item = PlanLine.item(line);
        if (item.isPresent()) {
            begin(number, item.get());
        } else if (PlanLine.isHeading(line)) {
            current = null;
        } else if (current != null) {
            takeText(number, line, current);
        }
    }

    private void begin(int number, PlanLine.Item item) {
        while (!open.isEmpty() && item.columns() < open.peek().columns + 2) {
            open.pop();
        }
        int parent = open.isEmpty() ? 0 : open.peek().number;
        if (parent > 0) {
            open.peek().epic = true;
        }
        Draft draft = new Draft(drafts.size() + 1, number, item.columns(), parent);
        drafts.add(draft);
        if (drafts.size() > Plan.ITEMS_MAX) {
            problem(
                    number,
                    "A plan has at most %s items; here begins one more. Split it into several plans."
                            .formatted(Plan.ITEMS_MAX));
        }
        if (item.done()) {
            problem(
                    number,
                    "[x] says that this is done already; a plan lists what is to be done. Remove the"
                            + " line or the x.");
        }
        draft.title = withoutAttributes(draft, item.title());
        open.push(draft);
        current = draft;
    }

    private String withoutAttributes(Draft draft, String title) {
        String rest = title;
        Matcher matcher = TRAILING.matcher(rest);
        while (matcher.matches()) {
            attribute(draft, draft.line, matcher.group(2), matcher.group(3).strip());
            rest = matcher.group(1).replaceFirst("[ \\t,;(]+$", "");
            matcher = TRAILING.matcher(rest);
        }
        Optional<String> before = doubts.title(draft, rest);
        if (before.isPresent() && TRAILING.matcher(before.get()).matches()) {
            problem(
                    draft.line,
                    "'%s' hides the attribute before it. Remove it, or put it on a line of its own."
                            .formatted(brief(rest.substring(before.get().length()))));
        }
        return rest.strip();
    }

    private void takeText(int number, String line, Draft draft) {
        Optional<PlanLine.Attribute> attribute = PlanLine.attribute(line);
        if (attribute.isPresent()) {
            attribute(draft, number, attribute.get().name(), attribute.get().value());
        } else {
            misspelt(line)
                    .ifPresentOrElse(
                            meant ->
                                    problem(
                                            number,
                                            "'%s' looks like a misspelt '%s'. Mend it, or word the text otherwise."
                                                    .formatted(brief(line.strip()), meant)),
                            () -> doubts.text(draft, line));
            draft.description.add(PlanLine.outdented(line, draft.columns + 2).stripTrailing());
        }
    }

    /// The attribute that was probably meant: a word that is lost would lose an approval, a
    /// verification or the order of work.
    private static Optional<String> misspelt(String line) {
        Matcher matcher = WORD.matcher(line);
        Optional<String> meant =
                matcher.matches()
                        ? Nearest.to(
                                matcher.group(1).toLowerCase(Locale.ROOT),
                                List.of("approval", "witness"))
                        : Optional.empty();
        return meant.map(name -> name + ":").or(() -> PlanDoubts.meantOrder(line));
    }

    private void attribute(Draft draft, int line, String name, String value) {
        if (!name.equalsIgnoreCase("after")) {
            boolean approval = name.equalsIgnoreCase("approval");
            draft.approval |= approval;
            draft.witness |= !approval;
            if (!value.equalsIgnoreCase("required")) {
                problem(
                        line,
                        "%s: takes the word required; found '%s'."
                                .formatted(approval ? "approval" : "witness", brief(value)));
            }
            return;
        }
        if (value.length() > NUMBERS_CHARS_MAX || !NUMBERS.matcher(value).matches()) {
            problem(
                    line,
                    "after: takes the numbers of items, counted from 1, like after: 2, 3; found '"
                            + brief(value)
                            + "'.");
            return;
        }
        Matcher matcher = NUMBER.matcher(value);
        while (matcher.find()) {
            draft.after.add(Integer.parseInt(matcher.group()));
        }
    }

    private void openFence(int number, PlanLine.Fence opened) {
        fence = opened;
        fenceLine = number;
        fenceEmpty = true;
        if (current == null) {
            return;
        }
        current.description.add("`".repeat(opened.ticks()) + opened.language());
        if (opened.ticks() == 3 && opened.language().equals("sh") && ++current.commands == 2) {
            problem(number, "An item has one sh block; here begins a second. Join them.");
        }
        if (opened.ticks() == 3
                && opened.language().equals("verify")
                && ++current.verifications == 2) {
            problem(number, "An item has one verify block; here begins a second. Join them.");
        }
    }

    private void takeFenced(int number, String line, PlanLine.Fence opened) {
        Optional<PlanLine.Fence> end =
                PlanLine.fence(line)
                        .filter(it -> it.language().isEmpty() && it.ticks() >= opened.ticks());
        if (end.isEmpty()) {
            fenceEmpty &= line.isBlank();
            if (current != null) {
                current.description.add(PlanLine.outdented(line, opened.columns()));
            }
            return;
        }
        fence = null;
        if (current != null) {
            current.description.add("`".repeat(opened.ticks()));
            if (fenceEmpty
                    && (opened.language().equals("sh") || opened.language().equals("verify"))) {
                problem(number, "The " + opened.language() + " block that ends here is empty.");
            }
        }
    }

    private void refuseHidden(int number, String line) {
        int at = Hidden.firstIn(line);
        if (at >= 0) {
            problem(
                    number,
                    "Column %s holds the hidden character U+%04X. A plan must be what it looks like: type it again without."
                            .formatted(at + 1, line.codePointAt(at)));
        }
    }

    private void problem(int line, String text) {
        problems.add(new PlanText.Problem(line, text));
    }

    private static String brief(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "…" : value;
    }
}
