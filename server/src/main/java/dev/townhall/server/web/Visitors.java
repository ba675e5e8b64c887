package dev.townhall.server.web;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.server.page.Visitor;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.Optional;

/// Finds who a request comes from: without logins the town's first owner, for callers that may be
/// taken for them, else the person of the bearer token or of the session's cookie.
final class Visitors {
    static final String COOKIE = "gt_session";
    private static final String ATTRIBUTE = Visitor.class.getName();
    private static final String BEARER = "Bearer ";
    private static final String LOOPBACK = "loopback";

    private final WebSettings settings;
    private final Ledger ledger;
    private final Sessions sessions;
    private final ServerKey key;
    private final Callers callers;

    Visitors(
            WebSettings settings,
            Ledger ledger,
            Sessions sessions,
            ServerKey key,
            Callers callers) {
        this.settings = settings;
        this.ledger = ledger;
        this.sessions = sessions;
        this.key = key;
        this.callers = callers;
    }

    /// The visitor the guard let in.
    static Visitor of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Visitor visitor) {
            return visitor;
        }
        throw TownException.bug("This address is served without asking who comes in.");
    }

    static void let(HttpServletRequest request, Visitor visitor) {
        request.setAttribute(ATTRIBUTE, visitor);
    }

    /// Who it is, or nobody: then they have to log in. FORBIDDEN where nobody can log in and the
    /// caller may be anybody.
    Optional<Visitor> find(HttpServletRequest request) {
        if (!settings.needsLogin()) {
            callers.check(request);
            return Optional.of(visitor(owner(), LOOPBACK, false));
        }
        String authorization = Answers.header(request, "Authorization");
        if (authorization.startsWith(BEARER)) {
            return sessions.personOfToken(authorization.substring(BEARER.length()).strip())
                    .map(name -> visitor(person(name), "bearer", false));
        }
        return sessionId(request)
                .flatMap(id -> sessions.personOf(id).map(name -> visitor(person(name), id, true)));
    }

    static Optional<String> sessionId(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private Visitor visitor(Person person, String session, boolean loggedIn) {
        return new Visitor(person, key.formToken(session, person.name()), loggedIn);
    }

    private Person owner() {
        return ledger.read(view ->
                        view.ofType(Bead.PERSON).stream()
                                .sorted(
                                        Comparator.comparing(Bead::createdAt)
                                                .thenComparing(Bead::id))
                                .flatMap(bead -> Person.ASPECT.of(bead).stream())
                                .filter(person -> person.role() == Role.OWNER)
                                .findFirst())
                .orElseThrow(() ->
                        TownException.wrongState(
                                "The town has no owner yet, so nobody can come in."
                                        + " `gt init` makes one."));
    }

    private Person person(String name) {
        return ledger.read(view -> view.find(Person.beadId(name)).flatMap(Person.ASPECT::of))
                .orElseThrow(() ->
                        TownException.forbidden(
                                "The login token is for %s, who is no person of this town."
                                        .formatted(name)));
    }
}
