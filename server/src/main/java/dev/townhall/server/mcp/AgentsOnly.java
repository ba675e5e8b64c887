package dev.townhall.server.mcp;

import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.Credentials;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Lets in nobody but agents of this machine with a live token. A browser has no business here, so
/// whatever a page can make one send is refused: a foreign host name (DNS rebinding), an origin.
final class AgentsOnly implements Filter {
    /// Of a request, encoded: more than the longest text any tool takes, so that a text that is too
    /// long is refused by the tool, with the limit it has.
    static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

    static final String CREDENTIAL = "town.credential";

    private static final String BEARER = "bearer ";
    private static final int TOKEN_CHARS_MAX = 512;
    private static final List<String> LOOPBACK =
            List.of("127.0.0.1", "localhost", "[::1]", "[0:0:0:0:0:0:0:1]");

    private final Credentials credentials;
    private final Refused refused;

    AgentsOnly(Credentials credentials, Refused refused) {
        this.credentials = credentials;
        this.refused = refused;
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
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        if (isFromAPage(request) || !LOOPBACK.contains(host(request))) {
            refuse(response, 403, "Only agents of this machine may call this, and no page.");
            return;
        }
        Optional<String> token = token(request);
        Optional<Credential> who = token.flatMap(credentials::resolve);
        if (who.isEmpty()) {
            refused.told(request, credentials, token);
            response.setHeader("WWW-Authenticate", "Bearer");
            refuse(
                    response,
                    401,
                    "A session's live token is needed: Authorization: Bearer <token>.");
            return;
        }
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            refuse(response, 405, "Here one can only POST.");
            return;
        }
        if (request.getContentLengthLong() > BODY_BYTES_MAX) {
            refuse(response, 413, "A request may have at most %s bytes.".formatted(BODY_BYTES_MAX));
            return;
        }
        request.setAttribute(CREDENTIAL, who.get());
        chain.doFilter(request, response);
    }

    private static boolean isFromAPage(HttpServletRequest request) {
        return request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null;
    }

    private static String host(HttpServletRequest request) {
        String host =
                Optional.ofNullable(request.getHeader("Host")).orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.length() <= TOKEN_CHARS_MAX)
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static void refuse(HttpServletResponse response, int status, String message)
            throws IOException {
        byte[] body = (Json.text(Map.of("error", message)) + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
