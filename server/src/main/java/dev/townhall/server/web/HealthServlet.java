package dev.townhall.server.web;

import dev.townhall.core.ledger.Ledger;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/// `GET /healthz`: 200 when the town can read its ledger. Says nothing about the town's work.
final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Ledger ledger;

    HealthServlet(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ledger.read(view -> view.lastEvent());
        Answers.json(response, 200, Map.of("status", "ok"));
    }
}
