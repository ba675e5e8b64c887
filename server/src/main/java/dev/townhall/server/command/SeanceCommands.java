package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asking sessions that are over.
@Command(name = "gt", description = "Questions to past sessions.")
final class SeanceCommands {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Call call;

    SeanceCommands(Call call) {
        this.call = call;
    }

    @Command(
            name = "seance",
            description =
                    "Asks a past session and prints its answer: the last one that worked on a bead,"
                            + " or an agent's last one. It is woken as a copy that can read and no"
                            + " more; where its agent cannot do that, another one answers from its"
                            + " transcript. It costs tokens.")
    int seance(
            @Parameters(
                            index = "0",
                            paramLabel = "BEAD|AGENT",
                            description = "A bead, or an agent such as nux or shop/polecats/nux.")
                    String about,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "QUESTION",
                            description = "What you want to know.")
                    List<String> question,
            @Option(
                            names = "--session",
                            paramLabel = "N",
                            description = "Another session, counted from 1, the oldest.")
                    Optional<Integer> number,
            @Option(
                            names = "--no-wait",
                            description = "Does not wait: the answer stands in your inbox.")
                    boolean noWait,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        Check.that(
                !about.isEmpty() && about.chars().noneMatch(Character::isWhitespace),
                "A bead or an agent is one word, such as sh-7x2kq or nux; found '%s'.",
                about);
        Check.that(number.orElse(1) >= 1, "--session counts from 1; found %s.", number.orElse(1));
        String option = number.map(it -> "--session " + it + " ").orElse("");
        Heard heard =
                Heard.sayLine(
                        call.town(),
                        "seance %s %s%s".formatted(about, option, String.join(" ", question)));
        BeadId talk = heard.about().getFirst();
        return noWait ? heard.print(call.screen()) : tell(answer(talk), json);
    }

    private Post answer(BeadId talk) {
        while (true) {
            Optional<Post> answer = call.town().ledger().read(view -> answer(view, talk));
            if (answer.isPresent()) {
                return answer.get();
            }
            call.pause(LOOK_AGAIN);
        }
    }

    /// The last answer, once nothing waits for one.
    private static Optional<Post> answer(LedgerView view, BeadId bead) {
        Talk talk = Talks.get(view, bead);
        return talk.isDone() ? view.post(talk.lastKey(bead)) : Optional.empty();
    }

    private int tell(Post answer, boolean json) {
        Card card = CardJson.read(answer.content());
        boolean well = card.tone() != Card.Tone.BAD;
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("by", answer.author().text());
            facts.put("answered", well);
            facts.put("text", PlainText.of(card));
            call.screen().json(facts);
        } else {
            call.screen().line(PlainText.of(card));
        }
        return well ? Exit.OK : Exit.FAILED;
    }
}
