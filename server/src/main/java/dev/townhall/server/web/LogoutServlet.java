package dev.townhall.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// `POST /logout` ends the session.
final class LogoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Sessions sessions;
    private final transient LoginServlet login;

    LogoutServlet(Sessions sessions, LoginServlet login) {
        this.sessions = sessions;
        this.login = login;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        SayServlet.checkToken(request, Visitors.of(request).formToken());
        Visitors.sessionId(request).ifPresent(sessions::end);
        response.addCookie(login.cookie("", 0));
        LoginServlet.redirect(response, "/login");
    }
}
