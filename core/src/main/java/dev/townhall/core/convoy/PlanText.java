package dev.townhall.core.convoy;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Reads a plan as people type it.
///
/// ````
/// - [ ] Rate limiting                      item 1: an epic, because items stand below it
///   - [ ] Count per address                item 2
///     ```sh
///     ./gen counter
///     ```
///   - [ ] Count per account  after: 2      item 3: waits for item 2
///     approval: required                   its merge waits for a person
///     witness: required                    a witness judges its work before that
/// - [ ] Metrics                            item 4
/// ````
///
/// An item is a line that begins with `-`, `*`, `+` or a number, with or without a box. Items are
/// numbered from 1 in the order of their lines. An item indented by two columns or more below
/// another belongs to it. A line that begins with `after:`, `approval:` or `witness:` is an
/// attribute, as is the end of an item's line; `approval` and `witness` on an epic hold for all its
/// items. Everything else up to the next item or heading is the item's description, with a doubt
/// where it looks like another attribute; fenced blocks are kept as typed, moved to the left edge.
/// Text before the first item is a preamble and is not part of the plan.
///
/// Nothing in a plan is ever carried out by reading it. Hidden characters are refused, not removed:
/// what a person approves must be exactly what was typed.
public final class PlanText {
    public static final int LINES_MAX = 2_000;
    public static final int BYTES_MAX = 256 * 1024;
    private static final int PROBLEMS_TOLD_MAX = 20;

    private PlanText() {}

    /// What a text turned out to be.
    public sealed interface Parsed {
        record Ok(Plan plan) implements Parsed {}

        /// There is no list in it.
        record NotAPlan() implements Parsed {}

        /// A list that cannot be a plan; at least one problem, in order of lines.
        record Bad(List<Problem> problems) implements Parsed {
            public Bad {
                Check.that(!problems.isEmpty(), "A bad plan has at least one problem.");
                problems = List.copyOf(problems);
            }
        }
    }

    /// Something wrong in the text.
    ///
    /// @param line from 1
    /// @param text what is wrong and what to do, one sentence or two
    public record Problem(int line, String text) {
        @Override
        public String toString() {
            return "line " + line + ": " + text;
        }
    }

    /// The plan in `text`; BAD_INPUT says what is wrong with it, by line.
    ///
    /// @param lineShift how many lines of what was typed stand before `text`
    public static Plan require(String text, int lineShift) {
        return switch (parse(text)) {
            case Parsed.Ok(Plan plan) -> plan;
            case Parsed.NotAPlan _ ->
                    throw TownException.badInput(
                            "That is no plan: there is no list in it. Write one item a line, like\n"
                                    + "- [ ] First thing\n- [ ] Second thing  after: 1");
            case Parsed.Bad(List<Problem> problems) ->
                    throw TownException.badInput(
                            "The plan was not taken:\n"
                                    + problems.stream()
                                            .map(it ->
                                                    new Problem(it.line() + lineShift, it.text())
                                                            .toString())
                                            .collect(Collectors.joining("\n")));
        };
    }

    public static Parsed parse(String text) {
        List<String> lines = withoutByteOrderMark(text).lines().toList();
        if (lines.stream().noneMatch(PlanLine::beginsItem)) {
            return new Parsed.NotAPlan();
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (lines.size() > LINES_MAX) {
            return bad(
                    LINES_MAX + 1,
                    "A plan has at most %,d lines; found %,d. Split it into several plans."
                            .formatted(LINES_MAX, lines.size()));
        }
        if (bytes > BYTES_MAX) {
            return bad(
                    1,
                    "A plan has at most %,d bytes; found %,d. Split it into several plans."
                            .formatted(BYTES_MAX, bytes));
        }
        return read(lines);
    }

    /// What a plan's text holds that looks like an attribute and was taken as text.
    public static List<String> doubts(String text) {
        return parse(text) instanceof Parsed.Ok(Plan plan) ? plan.doubts() : List.of();
    }

    private static Parsed read(List<String> lines) {
        List<Problem> problems = new ArrayList<>();
        PlanDoubts doubts = new PlanDoubts();
        List<Draft> drafts = new PlanReader(problems, doubts).read(lines);
        if (drafts.isEmpty() && problems.isEmpty()) {
            return new Parsed.NotAPlan();
        }
        PlanRules.check(drafts, problems);
        if (problems.isEmpty()) {
            Plan plan =
                    new Plan(
                            drafts.stream().map(draft -> draft.item(drafts)).toList(),
                            doubts.told());
            PlanGraph.of(plan).cycle().ifPresent(problems::add);
            if (problems.isEmpty()) {
                return new Parsed.Ok(plan);
            }
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        return new Parsed.Bad(problems.subList(0, Math.min(PROBLEMS_TOLD_MAX, problems.size())));
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Parsed bad(int line, String text) {
        return new Parsed.Bad(List.of(new Problem(line, text)));
    }
}
