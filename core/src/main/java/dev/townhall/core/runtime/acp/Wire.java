package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.json.TypeRef;
import com.agentclientprotocol.sdk.spec.AcpClientTransport;
import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCError;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCMessage;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCNotification;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCRequest;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/// Messages over a child's standard input and output, one JSON object a line.
///
/// The protocol library's own transport stops for good at the first line that is no message, hangs
/// when the agent exits, and changes the order of updates. This one hands messages on in order, on
/// the thread that reads them, skips and reports what is no message, and waits while the listener
/// has too much to do.
final class Wire implements AcpClientTransport, Processes.Listener {
    static final int METHOD_NOT_FOUND = -32601;
    private static final int EXCERPT_BYTES = 120;

    private final ObjectMapper mapper;
    private final Set<String> requests;
    private final Findings findings;
    private final Ear ear;
    private final CompletableFuture<Processes.Conversation> conversation =
            new CompletableFuture<>();
    private Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler = message -> message;

    /// Is told about the stream itself.
    interface Ear {
        /// A line is about to be handled; may wait.
        void heard();

        /// The agent will say nothing more.
        void over();
    }

    /// @param requests the methods an agent may call
    Wire(int lineBytesMax, Set<String> requests, Findings findings, Ear ear) {
        JsonMapper lenient = JsonMapper.builder().build();
        lenient.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxStringLength(lineBytesMax).build());
        this.mapper = lenient;
        this.requests = requests;
        this.findings = findings;
        this.ear = ear;
    }

    void attach(Processes.Conversation with) {
        conversation.complete(with);
    }

    /// A value as the protocol's own types write it.
    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> messages) {
        handler = messages;
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> say(message));
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return mapper.convertValue(data, mapper.constructType(type.getType()));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public void line(byte[] line) {
        ear.heard();
        if (isBlank(line)) {
            return;
        }
        JsonNode message;
        try {
            message = mapper.readTree(line);
        } catch (IOException e) {
            bad("a line that is no JSON", line);
            return;
        }
        if (message == null || !message.isObject()) {
            bad("a line that is no message", line);
            return;
        }
        handle(message, line);
    }

    @Override
    public void skipped(long bytes) {
        ear.heard();
        findings.found(
                FindingKind.BAD_OUTPUT,
                "The agent wrote a line of %s bytes, which is too long; it was skipped."
                        .formatted(bytes));
    }

    @Override
    public void over() {
        ear.over();
    }

    private void handle(JsonNode message, byte[] line) {
        JsonNode id = message.path("id");
        boolean hasId = id.isTextual() || id.isNumber();
        JsonNode method = message.path("method");
        JsonNode params = message.path("params");
        if (method.isTextual() && hasId) {
            request(id, method.textValue(), params);
        } else if (method.isTextual()) {
            if (method.textValue().equals(AcpSchema.METHOD_SESSION_UPDATE)) {
                hand(new JSONRPCNotification(method.textValue(), params));
            }
        } else if (hasId && (message.has("result") || message.has("error"))) {
            hand(
                    new JSONRPCResponse(
                            AcpSchema.JSONRPC_VERSION,
                            id.asText(),
                            message.path("result"),
                            error(message.path("error"))));
        } else {
            bad("a line that is no message", line);
        }
    }

    private void request(JsonNode id, String method, JsonNode params) {
        if (requests.contains(method)) {
            hand(new JSONRPCRequest(AcpSchema.JSONRPC_VERSION, id, method, params));
            return;
        }
        String known = Words.capped(method, EXCERPT_BYTES);
        findings.found(
                FindingKind.REFUSED,
                "The agent asked for '%s', which it does not get.".formatted(known));
        say(
                new JSONRPCResponse(
                        AcpSchema.JSONRPC_VERSION,
                        id,
                        null,
                        new JSONRPCError(METHOD_NOT_FOUND, "Method not found: " + known, null)));
    }

    private static @org.jspecify.annotations.Nullable JSONRPCError error(JsonNode error) {
        return error.isMissingNode() || error.isNull()
                ? null
                : new JSONRPCError(
                        error.path("code").asInt(0),
                        Words.text(error, "message"),
                        error.path("data"));
    }

    private void hand(JSONRPCMessage message) {
        handler.apply(Mono.just(message)).subscribe();
    }

    private void say(JSONRPCMessage message) {
        byte[] line;
        try {
            line = mapper.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new TownException(ErrorCode.BUG, "A message cannot be written.", e);
        }
        if (!conversation.join().say(line)) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "The agent cannot be told anything: it is gone or does not read.");
        }
    }

    private void bad(String what, byte[] line) {
        int length = Math.min(line.length, EXCERPT_BYTES);
        findings.found(
                FindingKind.BAD_OUTPUT,
                "The agent wrote %s; it was skipped: %s"
                        .formatted(what, new String(line, 0, length, StandardCharsets.UTF_8)));
    }

    private static boolean isBlank(byte[] line) {
        for (byte next : line) {
            if (next != ' ' && next != '\r' && next != '\t') {
                return false;
            }
        }
        return true;
    }
}
