package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.util.List;
import java.util.Map;

/// Beads as lines of the Beads tracker's JSONL files: the one owner of that format.
///
/// Writing is canonical: keys in the tracker's order, empty ones left out, times in UTC unless the
/// record came with another notation of the same instant, unknown keys last in the order they came.
/// Reading accepts every form the tracker ever wrote, conflict markers and broken lines excepted.
/// Reading what was written gives an equal bead, save for the version, which no file carries.
public final class BeadJson {
    /// In the order in which the tracker emits them. Keys that [Bead] has no component for travel in
    /// [Bead#rest].
    static final List<String> KEYS =
            List.of(
                    "_type",
                    "id",
                    "title",
                    "description",
                    "design",
                    "acceptance_criteria",
                    "notes",
                    "spec_id",
                    "status",
                    "priority",
                    "issue_type",
                    "assignee",
                    "owner",
                    "estimated_minutes",
                    "created_at",
                    "created_by",
                    "updated_at",
                    "started_at",
                    "closed_at",
                    "close_reason",
                    "closed_by_session",
                    "due_at",
                    "defer_until",
                    "external_ref",
                    "source_system",
                    "metadata",
                    "compaction_level",
                    "compacted_at",
                    "compacted_at_commit",
                    "original_size",
                    "labels",
                    "dependencies",
                    "comments",
                    "sender",
                    "ephemeral",
                    "no_history",
                    "wisp_type",
                    "pinned",
                    "is_template",
                    "bonded_from",
                    "await_type",
                    "await_id",
                    "timeout",
                    "waiters",
                    "source_formula",
                    "source_location",
                    "mol_type",
                    "work_type",
                    "event_kind",
                    "actor",
                    "target",
                    "payload",
                    "dependency_count",
                    "dependent_count",
                    "comment_count",
                    "parent");

    private BeadJson() {}

    /// The bead of one line, version 0; BAD_INPUT says which key is wrong and how.
    public static Bead read(String line) {
        return GoJson.readObject(line, parser -> new BeadReader(parser).bead(0));
    }

    /// The bead of one line in UTF-8, in the version that the ledger has it in.
    public static Bead read(byte[] line, long version) {
        return GoJson.readObject(line, parser -> new BeadReader(parser).bead(version));
    }

    /// One line, without a line end.
    public static String write(Bead bead) {
        return GoJson.write(tree(bead));
    }

    /// The record that [#write] writes.
    public static ObjectNode tree(Bead bead) {
        ObjectNode own = new BeadWriter(bead).record();
        ObjectNode record = Json.object();
        for (String key : KEYS) {
            JsonNode value = own.has(key) ? own.get(key) : bead.rest().get(key);
            if (value != null) {
                record.set(key, value);
            }
        }
        for (Map.Entry<String, JsonNode> entry : bead.rest().entrySet()) {
            if (!record.has(entry.getKey()) && !entry.getKey().equals(OriginalTimes.KEY)) {
                record.set(entry.getKey(), entry.getValue());
            }
        }
        return record;
    }
}
