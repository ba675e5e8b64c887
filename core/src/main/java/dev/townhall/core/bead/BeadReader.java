package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes one record of any age apart: what [Bead] has a component for is taken out of it, what
/// remains is the bead's rest.
final class BeadReader {
    private final Map<String, JsonNode> rest = new LinkedHashMap<>();
    private final OriginalTimes times = OriginalTimes.none();
    private final String id;

    BeadReader(ObjectNode record) {
        for (Map.Entry<String, JsonNode> entry : record.properties()) {
            rest.put(entry.getKey(), entry.getValue());
        }
        rest.remove(OriginalTimes.KEY);
        id = text("id");
    }

    Bead bead() {
        BeadId beadId = new BeadId(id);
        BeadStatus status = new BeadStatus(textOr("status", "open"));
        Instant createdAt = timeOr("created_at", time(rest.get("updated_at"), "updated_at"));
        Instant updatedAt = timeOr("updated_at", createdAt);
        Instant closedAt = status.isClosed() ? optionalTime("closed_at") : null;
        Bead bead =
                new Bead(
                        beadId,
                        0,
                        text("title"),
                        text("description"),
                        text("design"),
                        text("acceptance_criteria"),
                        text("notes"),
                        status,
                        priority(),
                        textOr("issue_type", Bead.TASK),
                        text("assignee"),
                        text("created_by"),
                        createdAt,
                        updatedAt,
                        optionalTime("started_at"),
                        status.isClosed() && closedAt == null
                                ? later(createdAt, updatedAt).plusSeconds(1)
                                : closedAt,
                        text("close_reason"),
                        optionalTime("defer_until"),
                        ephemeral(),
                        flag("pinned"),
                        labels(),
                        dependencies(),
                        comments(),
                        metadata(),
                        Map.of());
        times.addTo(rest);
        return new BeadEdit(bead).rest(rest).done();
    }

    private String text(String key) {
        JsonNode node = take(key);
        if (node == null) {
            return "";
        }
        if (!node.isTextual()) {
            throw wrong(key, "text", node);
        }
        return node.textValue();
    }

    private String textOr(String key, String otherwise) {
        String text = text(key);
        return text.isEmpty() ? otherwise : text;
    }

    private boolean flag(String key) {
        JsonNode node = take(key);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong(key, "true or false", node);
        }
        return node.booleanValue();
    }

    /// The tracker once left out zeros, so an absent priority is the most urgent one.
    private int priority() {
        JsonNode node = take("priority");
        if (node == null) {
            return 0;
        }
        if (!node.isInt()) {
            throw wrong("priority", "0 to 4", node);
        }
        return node.intValue();
    }

    private Instant timeOr(String key, @Nullable Instant otherwise) {
        Instant at = optionalTime(key);
        if (at != null) {
            return at;
        }
        return otherwise == null ? Instant.EPOCH : otherwise;
    }

    private @Nullable Instant optionalTime(String key) {
        Instant at = time(rest.get(key), key);
        take(key);
        return at;
    }

    private @Nullable Instant time(@Nullable JsonNode node, String path) {
        if (node == null || node.isNull() || node.asText().isEmpty()) {
            return null;
        }
        String text = node.asText();
        Instant at =
                JsonTimes.parse(text).orElseThrow(() -> wrong(path, "a time of RFC 3339", node));
        times.note(path, at, text);
        return at;
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : array("labels")) {
            if (!label.isTextual()) {
                throw wrong("labels", "texts", label);
            }
            labels.add(label.textValue());
        }
        return labels;
    }

    private List<Dependency> dependencies() {
        List<Dependency> edges = new ArrayList<>();
        for (JsonNode node : array("dependencies")) {
            Map<String, JsonNode> fields = fields("dependencies", node);
            JsonNode owner = fields.get("issue_id");
            if (owner == null || owner.asText().equals(id)) {
                fields.remove("issue_id");
            }
            String target = takeText(fields, "depends_on_id");
            String type = takeText(fields, "type");
            String path = "dependencies/" + target + "/" + type;
            Instant at = time(fields.remove("created_at"), path);
            String by = takeText(fields, "created_by");
            edges.add(
                    new Dependency(
                            target,
                            type.isEmpty() ? Dependency.BLOCKS : type,
                            at == null ? Instant.EPOCH : at,
                            by,
                            fields));
        }
        return edges;
    }

    private List<Comment> comments() {
        List<Comment> comments = new ArrayList<>();
        for (JsonNode node : array("comments")) {
            Map<String, JsonNode> fields = fields("comments", node);
            String commentId = takeText(fields, "id");
            Instant at = time(fields.remove("created_at"), "comments/" + commentId);
            comments.add(
                    new Comment(
                            commentId,
                            takeText(fields, "author"),
                            takeText(fields, "text"),
                            at == null ? Instant.EPOCH : at));
        }
        return comments;
    }

    private JsonNode metadata() {
        JsonNode node = take("metadata");
        if (node == null || (node.isObject() && node.isEmpty())) {
            return MissingNode.getInstance();
        }
        return node;
    }

    /// Both keys are taken, whatever the first says: `wisp` is the older name.
    private boolean ephemeral() {
        boolean today = flag("ephemeral");
        boolean once = flag("wisp");
        return today || once;
    }

    private Iterable<JsonNode> array(String key) {
        JsonNode node = take(key);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(key, "a list", node);
        }
        return node;
    }

    private Map<String, JsonNode> fields(String key, JsonNode node) {
        if (!node.isObject()) {
            throw wrong(key, "objects", node);
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    private static String takeText(Map<String, JsonNode> fields, String key) {
        JsonNode node = fields.remove(key);
        return node == null || node.isNull() ? "" : node.asText();
    }

    private @Nullable JsonNode take(String key) {
        JsonNode node = rest.remove(key);
        return node == null || node.isNull() ? null : node;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private TownException wrong(String key, String expected, JsonNode found) {
        String text = found.toString();
        return TownException.badInput(
                "The record of '%s' cannot be read: %s must be %s; found %s."
                        .formatted(
                                id == null ? "?" : id,
                                key,
                                expected,
                                text.length() > 60 ? text.substring(0, 60) + "…" : text));
    }
}
