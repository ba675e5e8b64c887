package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.page.HallPage;
import dev.townhall.server.page.Templates;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// The pages. A page's own script asks with `HX-Request` and gets only what changes while it is
/// open.
final class HallServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Route route;
    private final transient Templates templates;

    HallServlet(Route route, Templates templates) {
        this.route = route;
        this.templates = templates;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HallPage page = route.page(request.getRequestURI(), Visitors.of(request), before(request));
        boolean whole = request.getHeader("HX-Request") == null;
        Answers.html(response, 200, whole ? templates.document(page) : templates.hall(page));
    }

    private static long before(HttpServletRequest request) {
        String text = Answers.parameter(request, "before");
        if (text.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TownException(
                    ErrorCode.BAD_INPUT,
                    "`before` is the number of a post; found '%s'.".formatted(text),
                    e);
        }
    }
}
