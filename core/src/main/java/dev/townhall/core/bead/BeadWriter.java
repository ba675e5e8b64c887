package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The components of a bead as keys of its record; empty ones are left out.
final class BeadWriter {
    /// Old files number comments; the number goes back as a number.
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Bead bead;
    private final OriginalTimes times;
    private final ObjectNode record = Json.object();

    BeadWriter(Bead bead) {
        this.bead = bead;
        this.times = OriginalTimes.of(bead);
    }

    ObjectNode record() {
        record.put("id", bead.id().text());
        record.put("title", bead.title());
        text("description", bead.description());
        text("design", bead.design());
        text("acceptance_criteria", bead.acceptanceCriteria());
        text("notes", bead.notes());
        record.put("status", bead.status().text());
        record.put("priority", bead.priority());
        record.put("issue_type", bead.type());
        text("assignee", bead.assignee());
        time("created_at", bead.createdAt());
        text("created_by", bead.createdBy());
        time("updated_at", bead.updatedAt());
        time("started_at", bead.startedAt());
        time("closed_at", bead.closedAt());
        text("close_reason", bead.closeReason());
        time("defer_until", bead.deferUntil());
        flag("ephemeral", bead.ephemeral());
        flag("pinned", bead.pinned());
        metadata();
        labels();
        dependencies();
        comments();
        return record;
    }

    private void text(String key, String value) {
        if (!value.isEmpty()) {
            record.put(key, value);
        }
    }

    private void flag(String key, boolean value) {
        if (value) {
            record.put(key, true);
        }
    }

    private void time(String key, @Nullable Instant at) {
        if (at != null) {
            record.put(key, times.text(key, at));
        }
    }

    private void metadata() {
        JsonNode metadata = bead.metadata();
        boolean empty = metadata.isObject() && metadata.isEmpty();
        if (!metadata.isMissingNode() && !metadata.isNull() && !empty) {
            record.set("metadata", metadata);
        }
    }

    private void labels() {
        if (!bead.labels().isEmpty()) {
            ArrayNode labels = record.putArray("labels");
            bead.labels().forEach(labels::add);
        }
    }

    private void dependencies() {
        if (bead.dependencies().isEmpty()) {
            return;
        }
        ArrayNode edges = record.putArray("dependencies");
        for (Dependency edge : bead.dependencies()) {
            String path = "dependencies/" + edge.target() + "/" + edge.type();
            ObjectNode node = edges.addObject();
            node.put("issue_id", bead.id().text());
            node.put("depends_on_id", edge.target());
            node.put("type", edge.type());
            node.put("created_at", times.text(path, edge.createdAt()));
            if (!edge.createdBy().isEmpty()) {
                node.put("created_by", edge.createdBy());
            }
            edge.rest().forEach(node::set);
        }
    }

    private void comments() {
        if (bead.comments().isEmpty()) {
            return;
        }
        ArrayNode remarks = record.putArray("comments");
        for (Comment comment : bead.comments()) {
            ObjectNode node = remarks.addObject();
            if (NUMBER.matcher(comment.id()).matches()) {
                node.put("id", Long.parseLong(comment.id()));
            } else {
                node.put("id", comment.id());
            }
            node.put("issue_id", bead.id().text());
            node.put("author", comment.author());
            node.put("text", comment.text());
            node.put("created_at", times.text("comments/" + comment.id(), comment.createdAt()));
        }
    }
}
