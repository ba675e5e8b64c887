package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.page.Templates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/// Tells a failure in the form the asker reads: a page, one line for the message box, or JSON.
final class Problems {
    private final Templates templates;

    Problems(Templates templates) {
        this.templates = templates;
    }

    void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            TownException failure)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        String message = Answers.message(failure);
        if (isForProgram(request)) {
            Answers.json(
                    response, status, Map.of("error", failure.code().name(), "message", message));
        } else if (wantsPage(request)) {
            Answers.html(response, status, templates.problem(status, title(status), message));
        } else {
            Answers.text(response, status, message);
        }
    }

    /// Whether a person's browser asks for a page, rather than a program or a page's own script.
    static boolean wantsPage(HttpServletRequest request) {
        return !isForProgram(request)
                && request.getHeader("HX-Request") == null
                && !request.getRequestURI().equals("/stream");
    }

    private static boolean isForProgram(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "That did not work";
            case 403 -> "Not allowed";
            case 404 -> "Not here";
            case 409 -> "Not now";
            case 413 -> "Too large";
            case 429 -> "Too much at once";
            case 503 -> "Not available";
            default -> "Something went wrong";
        };
    }
}
