package dev.townhall.server.mcp;

import dev.townhall.core.tool.Credentials;
import dev.townhall.server.web.Insiders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Tells of calls at the agents' door that had no live token. A session that has just ended may have
/// had its last call on its way; that is not told.
///
/// @param insiders tells of those that come from workers and gates
/// @param seen hears of the others: who it is about, and what they tried
public record Refused(Insiders insiders, BiConsumer<String, String> seen) {
    static final Refused UNHEARD = new Refused(Insiders.NOBODY, (_, _) -> {});

    /// What those are called of whom nothing is known but that they are on this machine.
    static final String SOMEBODY = "a program of this machine";

    private static final String FORGED =
            "call the agents' tools with a token that nobody was given";

    void told(HttpServletRequest request, Credentials credentials, Optional<String> token) {
        if (token.isEmpty()) {
            insiders.refused(request, "call the agents' tools without a token");
            return;
        }
        switch (credentials.refusal(token.get())) {
            case Credentials.Refusal.JustOver _ -> {
                // Its last call was on its way.
            }
            case Credentials.Refusal.LongOver over ->
                    seen.accept(
                            over.who().agent().text(),
                            "call the agents' tools with its token after its session was over");
            case Credentials.Refusal.NeverIssued _ -> {
                if (!insiders.refused(request, FORGED)) {
                    seen.accept(SOMEBODY, FORGED);
                }
            }
        }
    }
}
