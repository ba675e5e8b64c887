package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.server.up.RunningTown;
import java.util.List;

/// What the reception answered to a verb typed on the terminal. Verbs that exist in the chat go
/// this way, so that they follow the same rules and say the same words.
///
/// @param about the beads the verb made or changed
record Heard(Card card, List<BeadId> about) {
    private static final String NETWORK = "cli";
    private static final int ID_BITS = 128;

    /// Says `verb` with `arguments` in the owner's name; a refusal is thrown with its code.
    static Heard say(RunningTown town, String verb, List<String> arguments) {
        return say(town, verb, arguments, "");
    }

    /// @param words what else is said behind the arguments, empty for nothing
    static Heard say(RunningTown town, String verb, List<String> arguments, String words) {
        for (String argument : arguments) {
            Check.that(
                    !argument.isEmpty() && argument.chars().noneMatch(Character::isWhitespace),
                    "An id is one word, such as sh-7x2kq; found '%s'.",
                    argument);
        }
        Check.that(
                words.indexOf('\n') < 0 && Hidden.firstIn(words) < 0,
                "A reason is one line without hidden characters.");
        return sayLine(town, (verb + " " + String.join(" ", arguments) + " " + words).strip());
    }

    static Heard sayLine(RunningTown town, String line) {
        return sayIn(town, new Conversation.Inbox(town.owner().name()), line);
    }

    static Heard sayIn(RunningTown town, Conversation where, String line) {
        Reception.Reply reply =
                town.town()
                        .reception()
                        .receive(
                                new Inbound(
                                        NETWORK,
                                        new SecureRandomness().token(ID_BITS),
                                        town.owner().name(),
                                        where,
                                        line));
        return switch (reply) {
            case Reception.Reply.Said(Card card, List<BeadId> about) -> new Heard(card, about);
            case Reception.Reply.Refused refused ->
                    throw new TownException(refused.code(), refused.text());
            case Reception.Reply.Duplicate() ->
                    throw TownException.bug("A new message was taken for an old one.");
        };
    }

    int print(Screen screen) {
        screen.line(PlainText.of(card));
        return Exit.OK;
    }
}
