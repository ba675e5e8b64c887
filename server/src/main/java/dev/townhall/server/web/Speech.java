package dev.townhall.server.web;

import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.server.page.Access;
import dev.townhall.server.page.Visitor;
import java.util.regex.Pattern;

/// Hands what people say to the town: checked, in their name, and once for each message id.
final class Speech {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,128}");

    private final WebTown town;

    Speech(WebTown town) {
        this.town = town;
    }

    /// Says `text` in `conversation` (its key). The id is the sender's own: two people never share
    /// one.
    Reception.Reply say(Visitor visitor, String conversation, String id, String text) {
        Check.that(
                ID.matcher(id).matches(),
                "A message needs an id of 8 to 128 letters, digits, - or _; found '%s'.",
                id.length() > 150 ? id.substring(0, 150) + "…" : id);
        if (text.length() > SayServlet.TEXT_CHARS_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "A message may have at most %s characters; this one has %s. Send it in parts."
                            .formatted(SayServlet.TEXT_CHARS_MAX, text.length()));
        }
        Check.that(!text.isBlank(), "There is nothing to send: write something first.");
        Conversation place = Conversation.parse(conversation);
        if (!Access.mayRead(town.ledger(), visitor, place)) {
            throw TownException.notFound("There is no conversation " + place.key() + ".");
        }
        return town.reception()
                .apply(
                        new Inbound(
                                WebChat.NETWORK,
                                visitor.name() + "." + id,
                                visitor.sender(),
                                place,
                                text.replace("\r\n", "\n").replace('\r', '\n')));
    }
}
