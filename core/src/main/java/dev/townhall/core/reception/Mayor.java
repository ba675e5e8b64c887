package dev.townhall.core.reception;

import dev.townhall.core.chat.Card;
import dev.townhall.core.foundation.text.Spoken;
import java.util.List;

/// The deterministic Mayor: answers talk that is neither a verb nor a plan.
final class Mayor {
    private static final String HELP = Spoken.command("help");
    private static final String LINE =
            "I plan written lists: one item a line, like \"- [ ] Add the parser\". For all else say "
                    + HELP
                    + ".";

    private Mayor() {}

    /// Talk that was not meant for the town is answered once an hour in a conversation.
    static Answer answer(Asked asked, Verb.Talk talk) {
        List<String> near =
                talk.brief() ? Nearest.to(talk.firstWord(), VerbParser.WORDS) : List.of();
        if (!near.isEmpty()) {
            return Answer.line(
                    "There is no verb '%s'. Did you mean %s? Say %s for all of them."
                            .formatted(talk.firstWord(), String.join(" or ", near), HELP));
        }
        boolean known =
                VerbParser.WORDS.stream().anyMatch(word -> talk.firstWord().startsWith(word + " "));
        if (known) {
            return Answer.line(
                    "There is no verb '%s'. Say %s for all of them."
                            .formatted(talk.firstWord(), HELP));
        }
        String key = onceKey(asked);
        boolean answer = talk.addressed() || asked.tx().post(key).isEmpty();
        return Answer.of(Card.line(LINE)).postedIf(answer);
    }

    /// The key of the one answer to talk in this conversation and hour.
    static String onceKey(Asked asked) {
        long hour = asked.tx().now().getEpochSecond() / 3_600;
        return "mayor:" + asked.where().key() + ":" + hour;
    }
}
