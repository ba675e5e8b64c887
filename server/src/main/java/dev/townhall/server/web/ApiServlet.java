package dev.townhall.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.reception.Reception;
import dev.townhall.server.page.Access;
import dev.townhall.server.page.Visitor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The same conversations for programs, as JSON under `/api/v1/`:
///
/// - `GET whoami`
/// - `GET conversations`: those with posts, newest change first
/// - `GET posts?conversation=&after=&limit=`: posts of one, by number, oldest first
/// - `GET changes?after=&limit=`: posts of all, by change; `cursor` is the next `after`
/// - `GET events?from=&limit=`: what happened in the town; `next` is the next `from`
/// - `POST say` `{"conversation","text"}` with the header `Idempotency-Key`: `outcome` is `said`, with
///   the answering `card` and what it is `about`, or `duplicate`; what is refused has an error status
///
/// To be told of changes as they happen, read `/stream` beside it.
final class ApiServlet extends HttpServlet {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final long serialVersionUID = 1L;

    private final transient Ledger ledger;
    private final transient Speech speech;

    ApiServlet(Ledger ledger, Speech speech) {
        this.ledger = ledger;
        this.speech = speech;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Visitor visitor = Visitors.of(request);
        Object answer =
                switch (Answers.rest(request)) {
                    case "whoami" -> whoAmI(visitor);
                    case "conversations" -> conversations(visitor, limit(request));
                    case "posts" -> posts(request, visitor);
                    case "changes" -> changes(request, visitor);
                    case "events" -> events(request, visitor);
                    default -> throw unknown(request);
                };
        Answers.json(response, 200, answer);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!Answers.rest(request).equals("say")) {
            throw unknown(request);
        }
        // A form of another page cannot have this type, so no browser sends it for a stranger.
        Check.that(
                Answers.header(request, "Content-Type").startsWith("application/json"),
                "Send the message with Content-Type: application/json.");
        byte[] body = request.getInputStream().readNBytes(Guard.BODY_BYTES_MAX + 1);
        if (body.length > Guard.BODY_BYTES_MAX) {
            throw new TownException(ErrorCode.LIMIT, "The body is larger than 1 MiB.");
        }
        JsonNode said = Json.parse(new String(body, StandardCharsets.UTF_8));
        Reception.Reply reply =
                speech.say(
                        Visitors.of(request),
                        said.path("conversation").asText(),
                        Answers.header(request, "Idempotency-Key"),
                        said.path("text").asText());
        if (reply instanceof Reception.Reply.Refused(ErrorCode code, String why)) {
            Answers.failure(response, new TownException(code, why));
        } else {
            Answers.json(response, 200, answer(reply));
        }
    }

    private Map<String, Object> answer(Reception.Reply reply) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("outcome", reply instanceof Reception.Reply.Said ? "said" : "duplicate");
        if (reply instanceof Reception.Reply.Said(Card card, List<BeadId> about)) {
            answer.put("card", card);
            answer.put("about", about);
        }
        answer.put("cursor", ledger.lastChange());
        return answer;
    }

    private static Map<String, Object> whoAmI(Visitor visitor) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("person", visitor.name());
        answer.put("role", visitor.person().role().name().toLowerCase(Locale.ROOT));
        answer.put("inbox", new Conversation.Inbox(visitor.name()).key());
        return answer;
    }

    private Map<String, Object> conversations(Visitor visitor, int limit) {
        List<String> keys =
                ledger.conversations(limit).stream().filter(key -> mayRead(visitor, key)).toList();
        return Map.of("conversations", keys);
    }

    private Map<String, Object> posts(HttpServletRequest request, Visitor visitor) {
        String key = Answers.parameter(request, "conversation");
        if (!mayRead(visitor, key)) {
            throw TownException.notFound("There is no conversation " + key + ".");
        }
        List<Post> posts = ledger.posts(key, number(request, "after"), limit(request));
        return Map.of("posts", posts.stream().map(ApiServlet::post).toList());
    }

    private Map<String, Object> changes(HttpServletRequest request, Visitor visitor) {
        long after = number(request, "after");
        List<Post> posts = ledger.changes(after, limit(request));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "posts",
                posts.stream()
                        .filter(post -> mayRead(visitor, post.conversation()))
                        .map(ApiServlet::post)
                        .toList());
        answer.put("cursor", posts.isEmpty() ? after : posts.getLast().changeSeq());
        return answer;
    }

    private Map<String, Object> events(HttpServletRequest request, Visitor visitor) {
        if (!visitor.mayReadTown()) {
            throw TownException.forbidden("Events of the whole town need the role of viewer.");
        }
        long from = Math.max(1, number(request, "from"));
        List<EventRecord> events = ledger.events(from, limit(request));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("events", events);
        answer.put("next", events.isEmpty() ? from : events.getLast().seq() + 1);
        return answer;
    }

    private static Map<String, Object> post(Post post) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seq", post.seq());
        fields.put("key", post.key());
        fields.put("conversation", post.conversation());
        fields.put("revision", post.revision());
        fields.put("change", post.changeSeq());
        fields.put("at", post.createdAt());
        fields.put("updated", post.updatedAt());
        fields.put("author", post.author());
        fields.put("direction", post.direction().name().toLowerCase(Locale.ROOT));
        fields.put("urgency", post.urgency().name().toLowerCase(Locale.ROOT));
        fields.put("card", post.content());
        return fields;
    }

    private boolean mayRead(Visitor visitor, String key) {
        return Access.mayRead(ledger, visitor, Conversation.parse(key));
    }

    private static int limit(HttpServletRequest request) {
        long limit = number(request, "limit");
        return limit == 0 ? LIMIT_DEFAULT : Math.toIntExact(Math.min(limit, LIMIT_MAX));
    }

    private static long number(HttpServletRequest request, String name) {
        String text = Answers.parameter(request, name);
        Check.that(text.matches("[0-9]{0,18}"), "`%s` is a number from 0; found '%s'.", name, text);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static TownException unknown(HttpServletRequest request) {
        return TownException.notFound(
                "There is no " + request.getMethod() + " " + request.getRequestURI() + ".");
    }
}
