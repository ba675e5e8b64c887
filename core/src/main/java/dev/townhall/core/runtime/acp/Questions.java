package dev.townhall.core.runtime.acp;

import com.agentclientprotocol.sdk.spec.AcpSchema.CreateElicitationResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.runtime.AgentSession.Reply;
import dev.townhall.core.runtime.Question;
import dev.townhall.core.runtime.Question.Field;
import dev.townhall.core.runtime.Question.FieldType;
import dev.townhall.core.runtime.SessionUpdate.Asked;
import dev.townhall.core.runtime.SessionUpdate.Closing;
import dev.townhall.core.runtime.SessionUpdate.FindingKind;
import dev.townhall.core.runtime.SessionUpdate.QuestionClosed;
import dev.townhall.core.runtime.Setting.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// The questions of one session that wait for an answer (elicitation). Thread-safe.
final class Questions {
    private static final int WAITING_MAX = 20;
    private static final int FIELDS_MAX = 30;
    private static final int CHOICES_MAX = 100;
    private static final int LABEL_MAX = 300;
    private static final int MESSAGE_MAX = 4000;

    private final Telling telling;
    private final Findings findings;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private int asked;

    private record Waiting(
            Question question, CompletableFuture<CreateElicitationResponse> response) {}

    Questions(Telling telling, Findings findings) {
        this.telling = telling;
        this.findings = findings;
    }

    Mono<CreateElicitationResponse> ask(JsonNode params) {
        Question question = read(params);
        Waiting request = new Waiting(question, new CompletableFuture<>());
        String id;
        synchronized (this) {
            if (waiting.size() >= WAITING_MAX || question.message().isBlank()) {
                findings.found(
                        FindingKind.REFUSED,
                        "The agent asked without words, or too much at once; it was declined.");
                return Mono.just(CreateElicitationResponse.decline());
            }
            id = "question-" + ++asked;
            waiting.put(id, request);
        }
        telling.tell(new Asked(id, question));
        return Mono.fromFuture(request.response());
    }

    void reply(String id, Reply reply) {
        Waiting request = remove(id);
        if (request == null) {
            return;
        }
        telling.tell(new QuestionClosed(id, Closing.ANSWERED));
        request.response()
                .complete(
                        switch (reply) {
                            case Reply.Accept(Map<String, Object> values) ->
                                    CreateElicitationResponse.accept(
                                            askedFor(request.question(), values));
                            case Reply.Decline() -> CreateElicitationResponse.decline();
                        });
    }

    void cancelAll() {
        List<String> ids;
        synchronized (this) {
            ids = List.copyOf(waiting.keySet());
        }
        for (String id : ids) {
            Waiting request = remove(id);
            if (request != null) {
                telling.tell(new QuestionClosed(id, Closing.CANCELLED));
                request.response().complete(CreateElicitationResponse.cancel());
            }
        }
    }

    synchronized boolean anyWaits() {
        return !waiting.isEmpty();
    }

    private synchronized @Nullable Waiting remove(String id) {
        return waiting.remove(id);
    }

    private static Map<String, Object> askedFor(Question question, Map<String, Object> values) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Field field : question.fields()) {
            Object value = values.get(field.name());
            if (value != null) {
                kept.put(field.name(), value);
            }
        }
        return kept;
    }

    private static Question read(JsonNode params) {
        JsonNode schema = params.path("requestedSchema");
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(Words.text(name)));
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (fields.size() < FIELDS_MAX) {
                String name = property.getKey();
                fields.add(field(name, property.getValue(), required.contains(name)));
            }
        }
        return new Question(
                Words.capped(Words.text(params, "message"), MESSAGE_MAX),
                fields,
                Words.given(params, "url").map(url -> Words.capped(url, MESSAGE_MAX)));
    }

    private static Field field(String name, JsonNode property, boolean required) {
        String title = Words.given(property, "title").orElse(name);
        String label =
                Words.given(property, "description").map(more -> title + ": " + more).orElse(title);
        FieldType type =
                switch (Words.text(property, "type")) {
                    case "boolean" -> FieldType.YES_NO;
                    case "integer" -> FieldType.INTEGER;
                    case "number" -> FieldType.NUMBER;
                    case "array" -> FieldType.SEVERAL;
                    default -> FieldType.TEXT;
                };
        JsonNode offering = type == FieldType.SEVERAL ? property.path("items") : property;
        return new Field(name, Words.capped(label, LABEL_MAX), type, required, choices(offering));
    }

    private static List<Choice> choices(JsonNode offering) {
        List<Choice> choices = new ArrayList<>();
        offering.path("enum").forEach(value -> choices.add(choice(value, value)));
        for (String titled : List.of("oneOf", "anyOf")) {
            offering.path(titled)
                    .forEach(
                            value -> choices.add(choice(value.path("const"), value.path("title"))));
        }
        return choices.stream().limit(CHOICES_MAX).toList();
    }

    private static Choice choice(JsonNode value, JsonNode label) {
        return new Choice(
                Words.capped(Words.text(value), LABEL_MAX),
                Words.capped(Words.text(label), LABEL_MAX));
    }
}
