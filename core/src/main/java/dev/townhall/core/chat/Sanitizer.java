package dev.townhall.core.chat;

import dev.townhall.core.foundation.text.Hidden;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Makes text of agents and people fit to be shown: hidden characters out, secrets out, mentions of
/// everybody made harmless, and only then cut to length. Every post the town writes passes here
/// before it is stored.
///
/// In code (a command, a log) mentions are left as they are in the ledger, because a command must
/// be shown exactly as it would run; they are made harmless on the way to a network.
public final class Sanitizer {
    static final int LINE_CHARS_MAX = 600;
    static final int TEXT_CHARS_MAX = 16_000;
    static final int CODE_CHARS_MAX = 64_000;

    /// A command is never cut: as long as the longest plan.
    static final int COMMAND_CHARS_MAX = 512 * 1024;

    private static final int LABEL_CHARS_MAX = 75;
    private static final int SCANNED_CHARS_MAX = 512 * 1024;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MASS_MENTION =
            Pattern.compile(
                    "@(?=(?:everyone|here|channel|room|all)\\b)|<(?=!(?:channel|here|everyone|subteam))",
                    Pattern.CASE_INSENSITIVE);

    private Sanitizer() {}

    /// Prose: one or more lines.
    public static String text(String text) {
        return cut(defused(clean(text)), TEXT_CHARS_MAX);
    }

    /// One line: breaks become blanks.
    public static String line(String text) {
        return cut(BLANKS.matcher(defused(clean(text))).replaceAll(" ").strip(), LINE_CHARS_MAX);
    }

    /// A command that a person is asked to let run: whole, see [Secrets#removedFromCommand].
    static String command(String text) {
        return cut(Secrets.removedFromCommand(Hidden.strippedFrom(text)), COMMAND_CHARS_MAX);
    }

    /// A log, a list of files: as it is, without hidden characters and secrets.
    public static String code(String text) {
        return cut(clean(text), CODE_CHARS_MAX);
    }

    /// What a person said, for the transcript: no hidden characters, no secrets, otherwise whole.
    static Card heard(Card card) {
        return map(card, Sanitizer::line, Sanitizer::clean, Sanitizer::clean, Sanitizer::clean);
    }

    /// The whole card, part by part.
    public static Card card(Card card) {
        return map(card, Sanitizer::line, Sanitizer::text, Sanitizer::code, Sanitizer::command);
    }

    /// A sanitized card as it may leave for a network: nothing in its code mentions anybody either.
    static Card forNetwork(Card card) {
        UnaryOperator<String> same = UnaryOperator.identity();
        return map(card, same, same, Sanitizer::defused, Sanitizer::defused);
    }

    /// `text` cut to `most` characters, with its secrets taken out before.
    public static String shortened(String text, int most) {
        return cut(clean(cut(text, SCANNED_CHARS_MAX)), most);
    }

    /// `text` cut to `most` characters, saying so; never through the middle of a character.
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Math.max(0, most - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    private static String clean(String text) {
        return Secrets.removedFrom(Hidden.strippedFrom(text));
    }

    private static String defused(String text) {
        if (text.indexOf('@') < 0 && text.indexOf('<') < 0) {
            return text;
        }
        return MASS_MENTION
                .matcher(text)
                .replaceAll(match -> match.group().equals("@") ? "\uFF20" : "\u2039");
    }

    private static Card map(
            Card card,
            UnaryOperator<String> line,
            UnaryOperator<String> text,
            UnaryOperator<String> code,
            UnaryOperator<String> command) {
        return new Card(
                line.apply(card.title()),
                card.tone(),
                card.fields().stream()
                        .map(it -> new Card.Field(line.apply(it.name()), line.apply(it.value())))
                        .toList(),
                card.progress(),
                card.body().stream().map(block -> map(block, line, text, code, command)).toList(),
                card.actions().stream().map(Sanitizer::action).toList(),
                line.apply(card.fallback()));
    }

    private static Card.Block map(
            Card.Block block,
            UnaryOperator<String> line,
            UnaryOperator<String> text,
            UnaryOperator<String> code,
            UnaryOperator<String> command) {
        return switch (block) {
            case Card.Text(String words) -> new Card.Text(text.apply(words));
            case Card.Code(String caption, String words) ->
                    new Card.Code(line.apply(caption), code.apply(words));
            case Card.Rows(String heading, List<Card.Row> rows) ->
                    new Card.Rows(
                            line.apply(heading),
                            rows.stream()
                                    .map(row ->
                                            new Card.Row(
                                                    row.mark(),
                                                    row.id(),
                                                    line.apply(row.text()),
                                                    line.apply(row.detail()),
                                                    command.apply(row.code())))
                                    .toList());
        };
    }

    /// Labels and commands are the town's own words; only the length of a label is held.
    private static Action action(Action action) {
        return new Action(
                cut(action.label(), LABEL_CHARS_MAX),
                action.command(),
                action.style(),
                action.confirm());
    }
}
