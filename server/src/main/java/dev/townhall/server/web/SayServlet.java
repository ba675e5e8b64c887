package dev.townhall.server.web;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.reception.Reception;
import dev.townhall.server.page.HallPage;
import dev.townhall.server.page.Templates;
import dev.townhall.server.page.Visitor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// `POST /say`: a message or a button, from a page's form. Fields: `token`, `conversation`, `id`,
/// `page` (where the person is), `text`, and for a button `command`.
final class SayServlet extends HttpServlet {
    /// The most one message may hold.
    static final int TEXT_CHARS_MAX = 256 * 1024;

    private static final long serialVersionUID = 1L;

    private final transient Speech speech;
    private final transient Route route;
    private final transient Templates templates;

    SayServlet(Speech speech, Route route, Templates templates) {
        this.speech = speech;
        this.route = route;
        this.templates = templates;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Visitor visitor = Visitors.of(request);
        checkToken(request, visitor.formToken());
        String page = Answers.parameter(request, "page");
        Check.that(Route.isOwn(page), "The town hall has no page '%s'.", page);
        String conversation = Answers.parameter(request, "conversation");
        Reception.Reply reply =
                speech.say(visitor, conversation, Answers.parameter(request, "id"), text(request));
        HallPage now = route.page(page, visitor, Long.MAX_VALUE);
        if (reply instanceof Reception.Reply.Refused(ErrorCode code, String why)
                && !now.key().equals(conversation)) {
            // The answer is in another conversation than the one on screen.
            throw new TownException(code, why);
        }
        if (request.getHeader("HX-Request") == null) {
            response.setHeader("Location", page + "#end");
            response.setStatus(303);
        } else {
            Answers.html(response, 200, templates.hall(now));
        }
    }

    private static String text(HttpServletRequest request) {
        String command = Answers.parameter(request, "command");
        String text = Answers.parameter(request, "text");
        if (command.isEmpty()) {
            return text;
        }
        return text.isEmpty() ? command : command + "\n" + text;
    }

    static void checkToken(HttpServletRequest request, String expected) {
        if (!ServerKey.same(expected, Answers.parameter(request, "token"))) {
            throw TownException.forbidden(
                    "This form is no longer valid. Load the page again, then send it again.");
        }
    }
}
