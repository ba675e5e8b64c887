package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.page.Visitor;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every request passes here first: security headers, the checks of [Origins], the limit of the
/// body, who it is; and every failure is answered here, once, in the form the asker reads.
final class Guard implements Filter {
    /// Of a body, encoded; a message may hold [SayServlet#TEXT_CHARS_MAX] characters of it.
    static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final int TOO_LARGE = 413;
    private static final int DRAIN_BYTES_MAX = 16 * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
    private static final List<String> OPEN_TO_ALL = List.of("/login", "/healthz");
    private static final String ASSETS = "/assets/";

    private final Origins origins;
    private final Visitors visitors;
    private final Problems problems;

    Guard(Origins origins, Visitors visitors, Problems problems) {
        this.origins = origins;
        this.visitors = visitors;
        this.problems = problems;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer) {
            guard(asked, answer, chain);
        }
    }

    private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Headers.set(request, response);
        try {
            origins.check(request);
            if (isAcceptable(request, response) && mayPass(request, response)) {
                chain.doFilter(request, response);
            }
        } catch (TownException e) {
            if (e.code() == ErrorCode.BUG || e.code() == ErrorCode.DAMAGED) {
                LOG.atError()
                        .addKeyValue("path", request.getRequestURI())
                        .setCause(e)
                        .log("request failed");
            }
            problems.answer(request, response, Answers.status(e.code()), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            if (e instanceof HttpException unreadable) {
                problems.answer(request, response, unreadable.getCode(), unreadable(unreadable));
                return;
            }
            LOG.atError()
                    .addKeyValue("path", request.getRequestURI())
                    .setCause(e)
                    .log("request failed");
            problems.answer(
                    request,
                    response,
                    500,
                    TownException.bug(
                            "The town stumbled over this request; its log says where. Nothing"
                                    + " was changed."));
        }
    }

    private static TownException unreadable(HttpException e) {
        return e.getCode() == TOO_LARGE
                ? tooLarge()
                : TownException.badInput("The request is not readable: " + e.getReason());
    }

    private boolean isAcceptable(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", METHODS));
            problems.answer(
                    request,
                    response,
                    405,
                    TownException.badInput("Here one can only GET and POST."));
            return false;
        }
        if (request.getContentLengthLong() > BODY_BYTES_MAX) {
            drain(request);
            problems.answer(request, response, TOO_LARGE, tooLarge());
            return false;
        }
        return true;
    }

    /// Reads what the browser still sends, so that it can read the answer.
    private static void drain(HttpServletRequest request) throws IOException {
        InputStream body = request.getInputStream();
        long left = DRAIN_BYTES_MAX;
        byte[] buffer = new byte[8192];
        int read = 0;
        while (left > 0 && read >= 0) {
            read = body.read(buffer);
            left -= read;
        }
    }

    private boolean mayPass(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = request.getRequestURI();
        if (OPEN_TO_ALL.contains(path) || path.startsWith(ASSETS)) {
            return true;
        }
        Optional<Visitor> visitor = visitors.find(request);
        visitor.ifPresent(found -> Visitors.let(request, found));
        if (visitor.isEmpty()) {
            askToLogIn(request, response);
        }
        return visitor.isPresent();
    }

    private void askToLogIn(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (Problems.wantsPage(request)) {
            String next = URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8);
            response.setHeader("Location", "/login?next=" + next);
            response.setStatus(303);
        } else {
            response.setHeader("WWW-Authenticate", "Bearer");
            problems.answer(
                    request,
                    response,
                    401,
                    TownException.forbidden(
                            "Log in first: open the page anew, or send the header"
                                    + " Authorization: Bearer <login token>."));
        }
    }

    private static TownException tooLarge() {
        return new TownException(
                ErrorCode.LIMIT,
                "That is too large: a message may have at most %s characters."
                        .formatted(SayServlet.TEXT_CHARS_MAX));
    }
}
