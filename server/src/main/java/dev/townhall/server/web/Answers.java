package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Reading requests and writing answers, the same way everywhere.
final class Answers {
    private Answers() {}

    /// A header, or the empty text.
    static String header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    /// A parameter, or the empty text.
    static String parameter(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }

    /// What follows the servlet's own path, without the slash; empty where nothing does.
    static String rest(HttpServletRequest request) {
        return Optional.ofNullable(request.getPathInfo()).map(path -> path.substring(1)).orElse("");
    }

    static void html(HttpServletResponse response, int status, byte[] page) throws IOException {
        write(response, status, "text/html", page);
    }

    static void json(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = (Json.text(value) + "\n").getBytes(StandardCharsets.UTF_8);
        write(response, status, "application/json", body);
    }

    static void text(HttpServletResponse response, int status, String text) throws IOException {
        write(response, status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    /// The failure as JSON: `{"error":"NOT_FOUND","message":"…"}`.
    static void failure(HttpServletResponse response, TownException failure) throws IOException {
        json(
                response,
                status(failure.code()),
                Map.of("error", failure.code().name(), "message", message(failure)));
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case BAD_INPUT -> 400;
            case NOT_FOUND -> 404;
            case WRONG_STATE, CONFLICT -> 409;
            case FORBIDDEN -> 403;
            case LIMIT -> 429;
            case UNAVAILABLE -> 503;
            case DAMAGED, BUG -> 500;
        };
    }

    static String message(TownException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.code().name());
    }

    private static void write(HttpServletResponse response, int status, String type, byte[] body)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
