package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpSchema.PermissionCancelled;
import com.agentclientprotocol.sdk.spec.AcpSchema.PermissionSelected;
import com.agentclientprotocol.sdk.spec.AcpSchema.RequestPermissionResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.PermissionOption;
import dev.townhall.core.runtime.SessionUpdate.Closing;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.PermissionClosed;
import dev.townhall.core.runtime.SessionUpdate.PermissionRequested;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// The permission requests of one session that wait for an answer. Thread-safe.
final class Permissions {
    private static final int WAITING_MAX = 100;
    private static final int ARGUMENTS_CHARACTERS_MAX = 64 * 1024;

    private final Telling telling;
    private final Findings findings;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private int asked;

    private record Waiting(
            List<PermissionOption> options,
            CompletableFuture<RequestPermissionResponse> response) {}

    Permissions(Telling telling, Findings findings) {
        this.telling = telling;
        this.findings = findings;
    }

    /// Asks whoever listens.
    Mono<RequestPermissionResponse> ask(ToolCall call, JsonNode arguments, JsonNode offered) {
        List<PermissionOption> options = Options.read(offered);
        if (options.isEmpty()) {
            return refuse(call, "it offers no options to choose from");
        }
        Waiting request = new Waiting(options, new CompletableFuture<>());
        String id;
        synchronized (this) {
            if (waiting.size() >= WAITING_MAX) {
                return refuse(call, WAITING_MAX + " others wait already");
            }
            id = "permission-" + ++asked;
            waiting.put(id, request);
        }
        telling.tell(new PermissionRequested(id, call, fitting(arguments), options));
        return Mono.fromFuture(request.response());
    }

    Mono<RequestPermissionResponse> refuse(ToolCall call, String why) {
        findings.found(
                FindingKind.REFUSED,
                "The agent's request to be permitted '%s' was refused: %s."
                        .formatted(call.title(), why));
        return Mono.just(cancelled());
    }

    void answer(String id, PermissionAnswer answer) {
        Waiting request = remove(id);
        if (request == null) {
            return;
        }
        Optional<String> meant = Options.meant(request.options(), answer);
        if (meant.isPresent()) {
            telling.tell(new PermissionClosed(id, Closing.ANSWERED, meant.get()));
        } else if (answer instanceof PermissionAnswer.Deny) {
            telling.tell(new PermissionClosed(id, Closing.ANSWERED, ""));
        } else {
            telling.tell(new PermissionClosed(id, Closing.REFUSED, unclear(request, answer)));
        }
        request.response()
                .complete(meant.map(Permissions::selected).orElseGet(Permissions::cancelled));
    }

    /// The turn is over for all that wait.
    void cancelAll() {
        List<String> ids;
        synchronized (this) {
            ids = List.copyOf(waiting.keySet());
        }
        for (String id : ids) {
            Waiting request = remove(id);
            if (request != null) {
                telling.tell(new PermissionClosed(id, Closing.CANCELLED, ""));
                request.response().complete(cancelled());
            }
        }
    }

    synchronized boolean anyWaits() {
        return !waiting.isEmpty();
    }

    private synchronized @Nullable Waiting remove(String id) {
        return waiting.remove(id);
    }

    private static String unclear(Waiting request, PermissionAnswer answer) {
        String offered =
                request.options().stream()
                        .map(option -> option.id() + " (" + option.label() + ")")
                        .collect(Collectors.joining(", "));
        return switch (answer) {
            case PermissionAnswer.Option(String id) ->
                    "'%s' is none of the options: %s.".formatted(id, offered);
            case PermissionAnswer.AllowOnce(), PermissionAnswer.Deny() ->
                    "No single option allows just this once. Choose one of: %s.".formatted(offered);
        };
    }

    private static JsonNode fitting(JsonNode arguments) {
        String text = Words.text(arguments);
        return text.length() <= ARGUMENTS_CHARACTERS_MAX
                ? arguments
                : TextNode.valueOf(Words.capped(text, ARGUMENTS_CHARACTERS_MAX));
    }

    private static RequestPermissionResponse selected(String optionId) {
        return new RequestPermissionResponse(new PermissionSelected(optionId));
    }

    static RequestPermissionResponse cancelled() {
        return new RequestPermissionResponse(new PermissionCancelled());
    }
}
