package dev.townhall.core.bead;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes one record of any age apart while its text is read: what [Bead] has a component for becomes
/// that, what remains is the bead's rest. Trees are made of the rest and the metadata only, since a
/// start reads every bead there is.
final class BeadReader {
    private static final String CLOSED_AT = "closed_at";

    private final RecordText in;
    private final BeadTimes times = new BeadTimes();
    private final Map<String, JsonNode> rest = new LinkedHashMap<>();
    private String id = "";
    private String title = "";
    private String description = "";
    private String design = "";
    private String acceptanceCriteria = "";
    private String notes = "";
    private BeadStatus status = BeadStatus.OPEN;

    /// The tracker once left out zeros, so an absent priority is the most urgent one.
    private int priority;

    private String type = Bead.TASK;
    private String assignee = "";
    private String createdBy = "";
    private @Nullable Instant createdAt;
    private @Nullable Instant updatedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant closedAt;
    private String closeReason = "";
    private @Nullable Instant deferUntil;
    private boolean wisp;
    private boolean ephemeral;
    private boolean pinned;
    private List<String> labels = List.of();
    private List<Dependency> dependencies = List.of();
    private List<Comment> comments = List.of();
    private JsonNode metadata = MissingNode.getInstance();

    BeadReader(JsonParser parser) {
        this.in = new RecordText(parser);
    }

    Bead bead(long version) throws IOException {
        for (String key = in.nextKey(); key != null; key = in.nextKey()) {
            take(key);
        }
        Instant updated = updatedAt == null ? createdAt : updatedAt;
        Instant created = createdAt == null ? updatedAt : createdAt;
        Instant lastUpdate = updated == null ? Instant.EPOCH : updated;
        Instant creation = created == null ? Instant.EPOCH : created;
        Instant closing = status.isClosed() ? closing(creation, lastUpdate) : null;
        List<Dependency> edges = BeadParts.owned(dependencies, id);
        times.addTo(rest);
        return new Bead(
                new BeadId(id),
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
                creation,
                lastUpdate,
                startedAt,
                closing,
                closeReason,
                deferUntil,
                ephemeral || wisp,
                pinned,
                labels,
                edges,
                comments,
                metadata,
                rest);
    }

    private void take(String key) throws IOException {
        switch (key) {
            case "id" -> {
                id = in.scalar();
                in.isAbout(id);
            }
            case "title" -> title = in.text(key);
            case "description" -> description = in.text(key);
            case "design" -> design = in.text(key);
            case "acceptance_criteria" -> acceptanceCriteria = in.text(key);
            case "notes" -> notes = in.text(key);
            case "status" -> status = status(in.text(key));
            case "priority" -> priority = in.number(key, "0 to 4");
            case "issue_type" -> type = type(in.text(key));
            case "assignee" -> assignee = in.text(key);
            case "created_by" -> createdBy = in.text(key);
            case "created_at" -> createdAt = times.take(in, key);
            case "updated_at" -> updatedAt = times.take(in, key);
            case "started_at" -> startedAt = times.take(in, key);
            case CLOSED_AT -> takeClosedAt();
            case "close_reason" -> closeReason = in.text(key);
            case "defer_until" -> deferUntil = times.take(in, key);
            case "wisp" -> wisp = in.flag(key);
            case "ephemeral" -> ephemeral = in.flag(key);
            case "pinned" -> pinned = in.flag(key);
            case "labels" -> labels = BeadParts.labels(in);
            case "dependencies" -> dependencies = BeadParts.dependencies(in, id, times);
            case "comments" -> comments = BeadParts.comments(in, times);
            case "metadata" -> metadata = metadata();
            case OriginalTimes.KEY -> in.skip();
            default -> rest.put(key, in.tree());
        }
    }

    /// Of an open bead, or while it is not known to be closed, the time is part of the rest.
    private void takeClosedAt() throws IOException {
        if (status.isClosed()) {
            closedAt = times.take(in, CLOSED_AT);
        } else {
            rest.put(CLOSED_AT, in.tree());
        }
    }

    /// Old records of closed beads may lack the time; the tracker then takes a second after the last
    /// one known.
    private Instant closing(Instant creation, Instant lastUpdate) {
        JsonNode late = rest.remove(CLOSED_AT);
        Instant known = late == null ? closedAt : times.of(in, CLOSED_AT, late.asText(""));
        Instant last = creation.isAfter(lastUpdate) ? creation : lastUpdate;
        return known == null ? last.plusSeconds(1) : known;
    }

    private JsonNode metadata() throws IOException {
        JsonNode tree = in.tree();
        boolean empty = tree.isNull() || (tree.isObject() && tree.isEmpty());
        return empty ? MissingNode.getInstance() : tree;
    }

    private static BeadStatus status(String text) {
        return switch (text) {
            case "", "open" -> BeadStatus.OPEN;
            case "closed" -> BeadStatus.CLOSED;
            default -> new BeadStatus(text);
        };
    }

    private static String type(String text) {
        return switch (text) {
            case "", Bead.TASK -> Bead.TASK;
            default -> text;
        };
    }
}
