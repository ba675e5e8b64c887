package dev.townhall.server.web;

import dev.townhall.server.page.Templates;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/login`: a token against a session's cookie.
final class LoginServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(LoginServlet.class);
    private static final long serialVersionUID = 1L;

    private final transient WebSettings settings;
    private final transient Sessions sessions;
    private final transient Attempts attempts;
    private final transient ServerKey key;
    private final transient Templates templates;

    LoginServlet(
            WebSettings settings,
            Sessions sessions,
            Attempts attempts,
            ServerKey key,
            Templates templates) {
        this.settings = settings;
        this.sessions = sessions;
        this.attempts = attempts;
        this.key = key;
        this.templates = templates;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (settings.needsLogin()) {
            show(request, response, 200, "");
        } else {
            redirect(response, "/");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SayServlet.checkToken(request, formToken());
        String address = request.getRemoteAddr();
        if (!attempts.mayTry(address)) {
            response.setHeader("Retry-After", Long.toString(Attempts.WINDOW.toSeconds()));
            show(request, response, 429, "Too many failed logins. Wait a minute, then try again.");
            return;
        }
        String token = Answers.parameter(request, "login").strip();
        Optional<String> person = sessions.personOfToken(token);
        if (person.isEmpty()) {
            attempts.failed(address);
            LOG.atWarn().addKeyValue("address", address).log("login failed");
            show(request, response, 403, "That is not a login token of this town.");
            return;
        }
        LOG.atInfo().addKeyValue("person", person.orElseThrow()).log("logged in");
        response.addCookie(cookie(sessions.begin(token), Sessions.LIFE.toSeconds()));
        redirect(response, next(request));
    }

    private void show(
            HttpServletRequest request, HttpServletResponse response, int status, String problem)
            throws IOException {
        Answers.html(response, status, templates.login(next(request), formToken(), problem));
    }

    private String formToken() {
        return key.formToken("login", "");
    }

    private static String next(HttpServletRequest request) {
        String next = Answers.parameter(request, "next");
        return Route.isOwn(next) ? next : "/";
    }

    static void redirect(HttpServletResponse response, String path) {
        response.setHeader("Location", path);
        response.setStatus(303);
    }

    /// The session's cookie; an age of 0 takes it away.
    Cookie cookie(String value, long seconds) {
        Cookie cookie = new Cookie(Visitors.COOKIE, value);
        cookie.setHttpOnly(true);
        cookie.setPath("/");
        cookie.setMaxAge(Math.toIntExact(seconds));
        cookie.setAttribute("SameSite", "Strict");
        cookie.setSecure(
                settings.publicAddress()
                        .filter(address -> "https".equals(address.getScheme()))
                        .isPresent());
        return cookie;
    }
}
