package dev.townhall.core.reception;

import dev.townhall.core.chat.Card;
import dev.townhall.core.foundation.text.Spoken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The deterministic Mayor: answers talk that is neither a verb nor a plan.
final class Mayor {
    private static final String HELP = Spoken.command("help");
    private static final String LINE =
            "I plan written lists: one item a line, like \"- [ ] Add the parser\". For all else say "
                    + HELP
                    + ".";

    private static final String AGENT =
            "I am a program. To talk with a mayor that understands, name an agent for it in town.toml and start the town anew: [agents.roles] mayor = \"claude\", or another agent of docs/agents.md.";

    private static final List<String> ON_THE_TERMINAL =
            List.of("crew add", "crew remove", "crew talk");

    private Mayor() {}

    /// Talk that was not meant for the town is answered once an hour in a conversation.
    static Answer answer(Asked asked, Verb.Talk talk) {
        Optional<String> misspelt = misspelt(talk);
        if (misspelt.isPresent()) {
            return Answer.line(misspelt.get());
        }
        boolean first = asked.tx().post(agentKey(asked)).isEmpty();
        boolean answer = first || talk.addressed() || !isSaidThisHour(asked);
        return Answer.of(Card.line(first ? LINE + "\n" + AGENT : LINE)).postedIf(answer);
    }

    /// What to say to what was probably meant as a verb and is none.
    static Optional<String> misspelt(Verb.Talk talk) {
        if (ON_THE_TERMINAL.contains(talk.firstWord())) {
            return Optional.of(
                    "'%1$s' is for the terminal: `gt %1$s NAME`.".formatted(talk.firstWord()));
        }
        List<String> near =
                talk.brief() ? Nearest.to(talk.firstWord(), VerbParser.WORDS) : List.of();
        if (!near.isEmpty()) {
            return Optional.of(
                    "There is no verb '%s'. Did you mean %s? Say %s for all of them."
                            .formatted(talk.firstWord(), String.join(" or ", near), HELP));
        }
        boolean known =
                VerbParser.WORDS.stream().anyMatch(word -> talk.firstWord().startsWith(word + " "));
        return known
                ? Optional.of(
                        "There is no verb '%s'. Say %s for all of them."
                                .formatted(talk.firstWord(), HELP))
                : Optional.empty();
    }

    /// Whether talk that was not meant for the town was answered here in this hour.
    static boolean isSaidThisHour(Asked asked) {
        return asked.tx().post(onceKey(asked)).isPresent()
                || asked.tx()
                        .post(agentKey(asked))
                        .filter(post -> hour(post.createdAt()) == hour(asked.tx().now()))
                        .isPresent();
    }

    private static long hour(Instant at) {
        return at.getEpochSecond() / 3_600;
    }

    /// The key of the one answer in this conversation that says how to give the mayor an agent.
    static String agentKey(Asked asked) {
        return "mayor-agent:" + asked.where().key();
    }

    /// The key of the one answer to talk in this conversation and hour.
    static String onceKey(Asked asked) {
        return "mayor:" + asked.where().key() + ":" + hour(asked.tx().now());
    }
}
