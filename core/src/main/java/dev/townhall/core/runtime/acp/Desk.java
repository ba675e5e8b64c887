package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.error.AcpProtocolException;
import com.agentclientprotocol.sdk.spec.AcpClientSession.NotificationHandler;
import com.agentclientprotocol.sdk.spec.AcpClientSession.RequestHandler;
import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.ReadTextFileResponse;
import com.agentclientprotocol.sdk.spec.AcpSchema.WriteTextFileResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/// Answers what an agent asks the town for: permissions, a person's answers, files of its
/// worktree. Everything else it does not get.
final class Desk {
    private static final int INVALID_PARAMS = -32602;

    private final Permissions permissions;
    private final Questions questions;
    private final WorktreeFiles files;
    private final Findings findings;
    private final Function<JsonNode, Asked> asked;
    private final Map<String, RequestHandler<?>> handlers = new LinkedHashMap<>();

    /// What a permission is asked for, and why it cannot be, if so.
    record Asked(ToolCall call, Optional<String> objection) {}

    Desk(
            Permissions permissions,
            Questions questions,
            WorktreeFiles files,
            Findings findings,
            Function<JsonNode, Asked> asked) {
        this.permissions = permissions;
        this.questions = questions;
        this.files = files;
        this.findings = findings;
        this.asked = asked;
        handlers.put(AcpSchema.METHOD_SESSION_REQUEST_PERMISSION, this::permission);
        handlers.put(AcpSchema.METHOD_ELICITATION_CREATE, this::question);
        handlers.put(AcpSchema.METHOD_FS_READ_TEXT_FILE, this::read);
        handlers.put(AcpSchema.METHOD_FS_WRITE_TEXT_FILE, this::write);
    }

    Set<String> methods() {
        return handlers.keySet();
    }

    Map<String, RequestHandler<?>> handlers() {
        return handlers;
    }

    NotificationHandler updates(Consumer<JsonNode> taken) {
        return params -> {
            taken.accept(tree(params));
            return Mono.empty();
        };
    }

    private Mono<Object> permission(Object params) {
        JsonNode request = tree(params);
        JsonNode arguments = request.path("toolCall").path("rawInput");
        Asked about = asked.apply(request);
        return about.objection()
                .map(why -> permissions.refuse(about.call(), why))
                .orElseGet(() -> permissions.ask(about.call(), arguments, request.path("options")))
                .cast(Object.class);
    }

    private Mono<Object> question(Object params) {
        return questions.ask(tree(params)).cast(Object.class);
    }

    private Mono<Object> read(Object params) {
        JsonNode wanted = tree(params);
        return apart(() ->
                new ReadTextFileResponse(
                        files.read(
                                Words.text(wanted, "path"),
                                number(wanted, "line"),
                                number(wanted, "limit"))));
    }

    private Mono<Object> write(Object params) {
        JsonNode wanted = tree(params);
        return apart(() -> {
            files.write(Words.text(wanted, "path"), Words.text(wanted, "content"));
            return new WriteTextFileResponse();
        });
    }

    /// On a thread of its own: a disk must not hold up what the agent says.
    private Mono<Object> apart(Supplier<Object> work) {
        return Mono.create(sink ->
                Thread.ofVirtual()
                        .name("acp file")
                        .start(() -> {
                            try {
                                sink.success(work.get());
                            } catch (TownException e) {
                                String why = String.valueOf(e.getMessage());
                                findings.found(
                                        e.code() == ErrorCode.FORBIDDEN
                                                ? FindingKind.TRESPASS
                                                : FindingKind.REFUSED,
                                        why);
                                sink.error(new AcpProtocolException(INVALID_PARAMS, why));
                            }
                        }));
    }

    private static Optional<Integer> number(JsonNode params, String field) {
        JsonNode value = params.path(field);
        return value.isNumber() ? Optional.of(value.asInt()) : Optional.empty();
    }

    private static JsonNode tree(Object params) {
        return params instanceof JsonNode tree ? tree : MissingNode.getInstance();
    }
}
