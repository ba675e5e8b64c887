package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.json.TypeRef;
import com.agentclientprotocol.sdk.spec.AcpClientSession;
import com.agentclientprotocol.sdk.spec.AcpClientSession.NotificationHandler;
import com.agentclientprotocol.sdk.spec.AcpClientSession.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;

/// The agent at the other end: requests with their answers, and notifications.
///
/// Built on the protocol library's session and types. What the town sends is of its types; what an
/// agent sends is read as a tree, because the library's typed client throws away whole answers and
/// updates over one unknown word, and drops settings and usage.
final class Peer {
    /// The library limits all requests alike, turns included; a turn's limit is the session's.
    private static final Duration NO_LIMIT = Duration.ofDays(3650);

    private static final TypeRef<JsonNode> TREE = new TypeRef<>() {};

    private final AcpClientSession session;

    Peer(
            Wire wire,
            Map<String, RequestHandler<?>> requests,
            Map<String, NotificationHandler> notifications) {
        this.session =
                new AcpClientSession(
                        NO_LIMIT, wire, requests, notifications, connected -> connected);
    }

    /// The answer, an [AcpClientSession.AcpError] the agent gave instead, or another failure.
    Mono<JsonNode> ask(String method, Object params) {
        return session.sendRequest(method, params, TREE);
    }

    /// Tells the agent something, if it still can be told.
    void tell(String method, Object params) {
        session.sendNotification(method, params).onErrorComplete().subscribe();
    }

    /// Fails what was not answered.
    void close() {
        session.close();
    }
}
