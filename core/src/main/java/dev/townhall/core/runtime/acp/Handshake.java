package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.ClientCapabilities;
import com.agentclientprotocol.sdk.spec.AcpSchema.ElicitationCapabilities;
import com.agentclientprotocol.sdk.spec.AcpSchema.EnvVariable;
import com.agentclientprotocol.sdk.spec.AcpSchema.FileSystemCapability;
import com.agentclientprotocol.sdk.spec.AcpSchema.ForkSessionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.HttpHeader;
import com.agentclientprotocol.sdk.spec.AcpSchema.Implementation;
import com.agentclientprotocol.sdk.spec.AcpSchema.InitializeRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.LoadSessionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.McpServerHttp;
import com.agentclientprotocol.sdk.spec.AcpSchema.McpServerStdio;
import com.agentclientprotocol.sdk.spec.AcpSchema.NewSessionRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.ResumeSessionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.Features;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/// The start of a session: both sides say what they can do, then a session is made, or an earlier
/// one continued or copied.
final class Handshake {
    private static final int PROTOCOL_SENT = 1;
    private static final int PROTOCOL_MAX = 2;
    private static final int TEXT_MAX = 200;

    private final Peer peer;
    private final SessionStart start;
    private final Duration stepLongest;
    private final Findings findings;

    /// A session that is open.
    ///
    /// @param answer what the agent said of it
    record Open(String nativeId, Features features, JsonNode answer) {}

    Handshake(Peer peer, SessionStart start, Duration stepLongest, Findings findings) {
        this.peer = peer;
        this.start = start;
        this.stepLongest = stepLongest;
        this.findings = findings;
    }

    Mono<Open> begin() {
        ClientCapabilities ours =
                new ClientCapabilities(
                        new FileSystemCapability(false, false),
                        false,
                        new ElicitationCapabilities(Map.of(), null, null),
                        null);
        InitializeRequest hello =
                new InitializeRequest(
                        PROTOCOL_SENT, ours, new Implementation("townhall", "1"), null);
        return ask(AcpSchema.METHOD_INITIALIZE, hello)
                .flatMap(answer -> open(features(answer), sseOnly(answer)));
    }

    private Mono<Open> open(Features features, boolean toolsOverSse) {
        List<AcpSchema.McpServer> tools = tools(features, toolsOverSse);
        String folder = start.folder().toAbsolutePath().toString();
        return switch (start.beginning()) {
            case Beginning.Fresh() ->
                    ask(AcpSchema.METHOD_SESSION_NEW, new NewSessionRequest(folder, tools))
                            .map(answer -> opened(answer, features, Optional.empty()));
            case Beginning.Continued(String id) -> goOn(id, features, folder, tools);
            case Beginning.Forked(String id) when features.fork() ->
                    fork(id, features, folder, tools);
            case Beginning.Forked(String id) -> Mono.error(cannot("copy the session " + id));
            case Beginning.Recalled(String id, Actor _) ->
                    features.fork()
                            ? fork(id, features, folder, tools)
                            : goOn(id, features, folder, tools);
        };
    }

    private Mono<Open> goOn(
            String id, Features features, String folder, List<AcpSchema.McpServer> tools) {
        if (features.resume()) {
            return ask(AcpSchema.METHOD_SESSION_RESUME, new ResumeSessionRequest(id, folder, tools))
                    .map(answer -> opened(answer, features, Optional.of(id)));
        }
        return features.load()
                ? ask(AcpSchema.METHOD_SESSION_LOAD, new LoadSessionRequest(id, folder, tools))
                        .map(answer -> opened(answer, features, Optional.of(id)))
                : Mono.error(cannot("continue the session " + id));
    }

    private Mono<Open> fork(
            String id, Features features, String folder, List<AcpSchema.McpServer> tools) {
        return ask(AcpSchema.METHOD_SESSION_FORK, new ForkSessionRequest(id, folder, tools))
                .map(answer -> opened(answer, features, Optional.empty()));
    }

    private Mono<JsonNode> ask(String method, Object params) {
        return peer.ask(method, params)
                .timeout(stepLongest)
                .onErrorMap(
                        TimeoutException.class,
                        _ ->
                                TownException.wrongState(
                                        "it did not answer '%s' within %s s"
                                                .formatted(method, stepLongest.toSeconds())))
                .onErrorMap(
                        failure -> !(failure instanceof TownException),
                        failure ->
                                TownException.wrongState(
                                        "it answered '%s' with an error: %s"
                                                .formatted(method, Errors.sentence(failure))));
    }

    private static Open opened(JsonNode answer, Features features, Optional<String> known) {
        String told = Words.text(answer, "sessionId");
        String id = told.isEmpty() ? known.orElse("") : told;
        if (id.isEmpty()) {
            throw TownException.wrongState("it opened a session without an id");
        }
        return new Open(id, features, answer);
    }

    private static Features features(JsonNode answer) {
        int protocol = answer.path("protocolVersion").asInt(PROTOCOL_SENT);
        if (protocol < 1 || protocol > PROTOCOL_MAX) {
            throw TownException.wrongState(
                    "it speaks version %s of the protocol; this town speaks 1 and understands 2"
                            .formatted(protocol));
        }
        JsonNode can = answer.path("agentCapabilities");
        JsonNode sessions = can.path("sessionCapabilities");
        JsonNode agent = answer.path("agentInfo");
        return new Features(
                Words.capped(Words.text(agent, "name"), TEXT_MAX),
                Words.capped(Words.text(agent, "version"), TEXT_MAX),
                protocol,
                offers(sessions, "resume"),
                can.path("loadSession").asBoolean(false),
                offers(sessions, "fork"),
                can.path("mcpCapabilities").path("http").asBoolean(false));
    }

    private static boolean sseOnly(JsonNode answer) {
        JsonNode ways = answer.path("agentCapabilities").path("mcpCapabilities");
        return ways.path("sse").asBoolean(false) && !ways.path("http").asBoolean(false);
    }

    /// Offered is what is there and is not `false` or `null`.
    private static boolean offers(JsonNode sessions, String what) {
        JsonNode offer = sessions.path(what);
        return !offer.isMissingNode() && !offer.isNull() && offer.asBoolean(true);
    }

    private List<AcpSchema.McpServer> tools(Features features, boolean toolsOverSse) {
        List<AcpSchema.McpServer> tools = new ArrayList<>();
        for (McpServer server : start.tools()) {
            if (server.http().isPresent() && features.toolsOverHttp()) {
                tools.add(http(server.name(), server.http().get()));
            } else if (server.stdio().isPresent()) {
                tools.add(stdio(server.name(), server.stdio().get()));
            } else {
                findings.found(
                        FindingKind.UNSUPPORTED,
                        "The agent takes no tool servers over HTTP%s: it works without '%s'."
                                .formatted(toolsOverSse ? " but over SSE" : "", server.name()));
            }
        }
        return tools;
    }

    private static AcpSchema.McpServer http(String name, McpServer.Http http) {
        return new McpServerHttp(
                name,
                http.url(),
                http.headers().entrySet().stream()
                        .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                        .toList());
    }

    private static AcpSchema.McpServer stdio(String name, McpServer.Stdio stdio) {
        return new McpServerStdio(
                name,
                stdio.program(),
                stdio.arguments(),
                stdio.environment().entrySet().stream()
                        .map(variable -> new EnvVariable(variable.getKey(), variable.getValue()))
                        .toList());
    }

    private static TownException cannot(String what) {
        return TownException.wrongState(
                "it does not offer to %s; begin a fresh one".formatted(what));
    }
}
