package dev.townhall.server.web;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.page.HallPage;
import dev.townhall.server.page.Pages;
import dev.townhall.server.page.Visitor;

/// Which page an address of the town hall names: `/`, `/c/<rig>`, `/t/<convoy>`,
/// `/m/<member of a crew>`, `/inbox`.
final class Route {
    private static final String TOWN = "/";
    private static final String INBOX = "/inbox";
    private static final String CHANNEL = "/c/";
    private static final String THREAD = "/t/";

    private static final String MEMBER = "/m/";

    private final Pages pages;

    Route(Pages pages) {
        this.pages = pages;
    }

    /// The page at `path`; NOT_FOUND where there is none for this visitor.
    HallPage page(String path, Visitor visitor, long before) {
        if (path.equals(TOWN)) {
            return pages.town(visitor);
        }
        return pages.talk(conversation(path, visitor), visitor, before);
    }

    private static Conversation conversation(String path, Visitor visitor) {
        try {
            if (path.equals(INBOX)) {
                return new Conversation.Inbox(visitor.name());
            }
            if (path.startsWith(CHANNEL)) {
                return new Conversation.Channel(new RigName(path.substring(CHANNEL.length())));
            }
            if (path.startsWith(THREAD)) {
                return new Conversation.ConvoyThread(new BeadId(path.substring(THREAD.length())));
            }
            if (path.startsWith(MEMBER)) {
                return new Conversation.CrewThread(new BeadId(path.substring(MEMBER.length())));
            }
        } catch (TownException e) {
            throw new TownException(ErrorCode.NOT_FOUND, Answers.message(e), e);
        }
        throw TownException.notFound("There is no page " + path + ".");
    }

    /// Whether `path` is one of these addresses, so that one may be sent there.
    static boolean isOwn(String path) {
        return path.matches("/|/inbox|/c/[a-z0-9_-]{1,60}|/[tm]/[A-Za-z0-9._-]{1,255}");
    }
}
