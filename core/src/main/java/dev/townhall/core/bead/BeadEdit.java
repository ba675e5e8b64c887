package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A copy of a bead with some fields replaced. Used by [Bead]'s own `with…` methods and by codecs.
public final class BeadEdit {
    private final Bead from;
    private long version;
    private String title;
    private String description;
    private String design;
    private String acceptanceCriteria;
    private String notes;
    private BeadStatus status;
    private int priority;
    private String assignee;
    private Instant updatedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant closedAt;
    private String closeReason;
    private @Nullable Instant deferUntil;
    private boolean ephemeral;
    private boolean pinned;
    private List<String> labels;
    private List<Dependency> dependencies;
    private List<Comment> comments;
    private JsonNode metadata;
    private Map<String, JsonNode> rest;

    public BeadEdit(Bead from) {
        this.from = from;
        version = from.version();
        title = from.title();
        description = from.description();
        design = from.design();
        acceptanceCriteria = from.acceptanceCriteria();
        notes = from.notes();
        status = from.status();
        priority = from.priority();
        assignee = from.assignee();
        updatedAt = from.updatedAt();
        startedAt = from.startedAt();
        closedAt = from.closedAt();
        closeReason = from.closeReason();
        deferUntil = from.deferUntil();
        ephemeral = from.ephemeral();
        pinned = from.pinned();
        labels = from.labels();
        dependencies = from.dependencies();
        comments = from.comments();
        metadata = from.metadata();
        rest = from.rest();
    }

    public Bead done() {
        return new Bead(
                from.id(),
                version,
                title,
                description,
                design,
                acceptanceCriteria,
                notes,
                status,
                priority,
                from.type(),
                assignee,
                from.createdBy(),
                from.createdAt(),
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

    public BeadEdit version(long value) {
        version = value;
        return this;
    }

    public BeadEdit title(String value) {
        title = value;
        return this;
    }

    public BeadEdit description(String value) {
        description = value;
        return this;
    }

    public BeadEdit design(String value) {
        design = value;
        return this;
    }

    public BeadEdit acceptanceCriteria(String value) {
        acceptanceCriteria = value;
        return this;
    }

    public BeadEdit notes(String value) {
        notes = value;
        return this;
    }

    public BeadEdit status(BeadStatus value) {
        status = value;
        return this;
    }

    public BeadEdit priority(int value) {
        priority = value;
        return this;
    }

    public BeadEdit assignee(String value) {
        assignee = value;
        return this;
    }

    public BeadEdit updatedAt(Instant value) {
        updatedAt = value;
        return this;
    }

    public BeadEdit startedAt(@Nullable Instant value) {
        startedAt = value;
        return this;
    }

    public BeadEdit closedAt(@Nullable Instant value) {
        closedAt = value;
        return this;
    }

    public BeadEdit closeReason(String value) {
        closeReason = value;
        return this;
    }

    public BeadEdit deferUntil(@Nullable Instant value) {
        deferUntil = value;
        return this;
    }

    public BeadEdit ephemeral(boolean value) {
        ephemeral = value;
        return this;
    }

    public BeadEdit pinned(boolean value) {
        pinned = value;
        return this;
    }

    public BeadEdit labels(List<String> value) {
        labels = value;
        return this;
    }

    public BeadEdit dependencies(List<Dependency> value) {
        dependencies = value;
        return this;
    }

    public BeadEdit comments(List<Comment> value) {
        comments = value;
        return this;
    }

    public BeadEdit metadata(JsonNode value) {
        metadata = value;
        return this;
    }

    public BeadEdit rest(Map<String, JsonNode> value) {
        rest = value;
        return this;
    }
}
