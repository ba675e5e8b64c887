package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.Check;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One atomic work item, or one durable thing of the town (agent, rig, convoy, merge request…).
/// Immutable. The field set is that of the Beads tracker's JSONL record; fields the town itself
/// does not use travel in `rest`, untouched and in order.
///
/// @param version how often the ledger stored it: 0 before the first time; compared on every write
/// @param title 1 to 500 bytes of UTF-8
/// @param priority 0 (critical) to 4 (backlog)
/// @param metadata any JSON value; treat the tree as read-only
/// @param rest every other key of the record, known to Beads or not
public record Bead(
        BeadId id,
        long version,
        String title,
        String description,
        String design,
        String acceptanceCriteria,
        String notes,
        BeadStatus status,
        int priority,
        String type,
        String assignee,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant closedAt,
        String closeReason,
        @Nullable Instant deferUntil,
        boolean ephemeral,
        boolean pinned,
        List<String> labels,
        List<Dependency> dependencies,
        List<Comment> comments,
        JsonNode metadata,
        Map<String, JsonNode> rest) {

    public static final String TASK = "task";
    public static final String EPIC = "epic";
    public static final String CONVOY = "convoy";
    public static final String AGENT = "agent";
    public static final String RIG = "rig";
    public static final String PERSON = "person";
    public static final String MERGE_REQUEST = "merge-request";
    public static final String GATE = "gate";
    public static final String MESSAGE = "message";
    public static final String ESCALATION = "escalation";
    public static final String MEMORY = "memory";
    public static final String ACCOUNT = "account";
    public static final String TALK = "talk";

    public static final int TITLE_BYTES_MAX = 500;

    public Bead {
        int titleBytes = utf8Bytes(title);
        Check.that(
                titleBytes >= 1 && titleBytes <= TITLE_BYTES_MAX,
                "The title of %s must be 1 to %s bytes; found %s.",
                id,
                TITLE_BYTES_MAX,
                titleBytes);
        Check.that(
                priority >= 0 && priority <= 4,
                "The priority of %s must be 0 to 4; found %s.",
                id,
                priority);
        Check.that(
                status.isClosed() == (closedAt != null),
                "%s is %s, so its closing time must %s be set.",
                id,
                status,
                status.isClosed() ? "" : "not");
        labels = List.copyOf(labels);
        dependencies = List.copyOf(dependencies);
        comments = List.copyOf(comments);
        rest = rest.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(rest));
    }

    /// Counted only where it matters: a character has at most three bytes (a pair of them four).
    private static int utf8Bytes(String text) {
        return text.length() * 3 <= TITLE_BYTES_MAX
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A new open bead with nothing but a title.
    public static Bead fresh(BeadId id, String type, String title, Actor by, Instant at) {
        return new Bead(
                id,
                0,
                title,
                "",
                "",
                "",
                "",
                BeadStatus.OPEN,
                2,
                type,
                "",
                by.text(),
                at,
                at,
                null,
                null,
                "",
                null,
                false,
                false,
                List.of(),
                List.of(),
                List.of(),
                com.fasterxml.jackson.databind.node.MissingNode.getInstance(),
                Map.of());
    }

    public boolean isClosed() {
        return status.isClosed();
    }

    public Optional<Instant> closed() {
        return Optional.ofNullable(closedAt);
    }

    /// The targets of its edges of `edgeType` that are bead ids, in order.
    public List<BeadId> targets(String edgeType) {
        List<BeadId> targets = new ArrayList<>();
        for (Dependency dependency : dependencies) {
            if (dependency.type().equals(edgeType) && BeadId.isWellFormed(dependency.target())) {
                targets.add(new BeadId(dependency.target()));
            }
        }
        return targets;
    }

    public Bead withVersion(long newVersion) {
        return new BeadEdit(this).version(newVersion).done();
    }

    public Bead withDescription(String text) {
        return new BeadEdit(this).description(text).done();
    }

    public Bead withMetadata(JsonNode tree) {
        return new BeadEdit(this).metadata(tree).done();
    }

    public Bead withAssignee(String worker) {
        return new BeadEdit(this).assignee(worker).done();
    }

    public Bead withPriority(int newPriority) {
        return new BeadEdit(this).priority(newPriority).done();
    }

    public Bead withLabels(List<String> newLabels) {
        return new BeadEdit(this).labels(newLabels).done();
    }

    public Bead withDependencies(List<Dependency> edges) {
        return new BeadEdit(this).dependencies(edges).done();
    }

    public Bead plus(Dependency edge) {
        List<Dependency> edges = new ArrayList<>(dependencies);
        edges.add(edge);
        return withDependencies(edges);
    }

    /// An ephemeral bead: in the ledger, never in git.
    public Bead asWisp() {
        return new BeadEdit(this).ephemeral(true).done();
    }

    /// Touched now: every stored change carries the time of its transaction.
    public Bead touched(Instant at) {
        return new BeadEdit(this).updatedAt(at).done();
    }

    /// Moved to a status other than closed; the first move to in_progress or hooked sets the start.
    public Bead moved(BeadStatus to, Instant at) {
        Check.that(!to.isClosed(), "%s is closed by close(reason), not by a move.", id);
        boolean starts = to.equals(BeadStatus.IN_PROGRESS) || to.equals(BeadStatus.HOOKED);
        Instant started = startedAt == null && starts ? at : startedAt;
        return new BeadEdit(this)
                .status(to)
                .startedAt(started)
                .closedAt(null)
                .closeReason("")
                .done();
    }

    public Bead closed(String reason, Instant at) {
        return new BeadEdit(this)
                .status(BeadStatus.CLOSED)
                .closedAt(at)
                .closeReason(reason.isBlank() ? "Closed" : reason)
                .done();
    }
}
