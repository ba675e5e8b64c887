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
        JsonNode name = rest.remove("id");
        id = name == null ? "" : name.asText();
    }

    Bead bead(long version) {
        BeadId beadId = new BeadId(id);
        String title = text("title");
        String description = text("description");
        String design = text("design");
        String acceptanceCriteria = text("acceptance_criteria");
        String notes = text("notes");
        BeadStatus status = status(textOr("status", "open"));
        int priority = priority();
        String type = textOr("issue_type", Bead.TASK);
        String assignee = text("assignee");
        String createdBy = text("created_by");
        Instant createdAt = timeOr("created_at", time(rest.get("updated_at"), "updated_at"));
        Instant updatedAt = timeOr("updated_at", createdAt);
        Instant startedAt = optionalTime("started_at");
        Instant closedAt = status.isClosed() ? closedAt(createdAt, updatedAt) : null;
        String closeReason = text("close_reason");
        Instant deferUntil = optionalTime("defer_until");
        boolean wisp = flag("wisp");
        boolean ephemeral = flag("ephemeral") || wisp;
        boolean pinned = flag("pinned");
        List<String> labels = labels();
        List<Dependency> dependencies = dependencies();
        List<Comment> comments = comments();
        JsonNode metadata = metadata();
        times.addTo(rest);
        return new Bead(
                beadId,
                version,
                title,
                description,
                design,
                acceptanceCriteria,
                notes,
                status,
                priority,
                type,
                assignee,
                createdBy,
                createdAt,
                updatedAt,
                startedAt,
                closedAt,
                closeReason,
                deferUntil,
                ephemeral,
                pinned,
                labels,
                dependencies,
                comments,
                metadata,
                rest);
    }

    /// Old records of closed beads may lack the time; the tracker then takes a second after the last
    /// one known.
    private Instant closedAt(Instant createdAt, Instant updatedAt) {
        Instant last = createdAt.isAfter(updatedAt) ? createdAt : updatedAt;
        Instant closedAt = optionalTime("closed_at");
        return closedAt == null ? last.plusSeconds(1) : closedAt;
    }

    private static BeadStatus status(String text) {
        return switch (text) {
            case "open" -> BeadStatus.OPEN;
            case "closed" -> BeadStatus.CLOSED;
            default -> new BeadStatus(text);
        };
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
        times.note(path, text);
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

    private TownException wrong(String key, String expected, JsonNode found) {
        String text = found.toString();
        return TownException.badInput(
                "The record of '%s' cannot be read: %s must be %s; found %s."
                        .formatted(
                                id,
                                key,
                                expected,
                                text.length() > 60 ? text.substring(0, 60) + "…" : text));
    }
}
