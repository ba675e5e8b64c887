package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// Every address that is none of ours.
final class NotFoundServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        throw TownException.notFound("There is no page " + request.getRequestURI() + ".");
    }
}
