package dev.townhall.server.command;

import dev.townhall.core.foundation.check.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is told to an agent, when and why: `nudge` and `handoff`.
final class Telling {
    @Parameters(
            index = "0",
            paramLabel = "AGENT",
            description = "Such as nux or shop/polecats/nux.")
    private String agent = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "queue (with its next turn), after-turn (in a turn of its own; the default) or"
                            + " interrupt (ends its present turn).")
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "How long it waits, 30m by default, 24h at most.")
    private Optional<String> ttl = Optional.empty();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "REASON",
            description = "Why, in a line.")
    private @Nullable List<String> reason;

    /// The line that says it, as one types it in the chat.
    String line(String verb) {
        List<String> words = new ArrayList<>(List.of(verb, oneWord(agent, "an agent")));
        mode.ifPresent(it -> words.addAll(List.of("--mode", oneWord(it, "a mode"))));
        ttl.ifPresent(it -> words.addAll(List.of("--ttl", oneWord(it, "a time"))));
        Optional.ofNullable(reason).ifPresent(words::addAll);
        return String.join(" ", words);
    }

    private static String oneWord(String text, String what) {
        Check.that(
                !text.isEmpty() && text.chars().noneMatch(Character::isWhitespace),
                "What is named as %s is one word; found '%s'.",
                what,
                text);
        return text;
    }
}
