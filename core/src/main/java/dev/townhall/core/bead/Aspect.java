package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.util.Optional;

/// A typed part of a bead's metadata that one package of the town owns: `metadata.town.<key>`.
/// What the town knows of a bead beyond the tracker's own fields (a hook, a merge request's phase)
/// lives in aspects, so it is versioned, synced and compared with the bead.
///
/// @param type a record that [Json] can write and read
public record Aspect<T>(String key, Class<T> type) {
    private static final String TOWN = "town";

    /// The aspect of `bead`, or empty where it has none.
    public Optional<T> of(Bead bead) {
        JsonNode found = bead.metadata().path(TOWN).path(key);
        if (found.isMissingNode() || found.isNull()) {
            return Optional.empty();
        }
        Optional<T> known = found instanceof AspectNode set ? set.valueAs(type) : Optional.empty();
        return known.isPresent() ? known : Optional.of(Json.value(found, type));
    }

    /// `bead` with this aspect set to `value`; everything else in its metadata is kept.
    public Bead set(Bead bead, T value) {
        ObjectNode metadata = copy(bead.metadata());
        ObjectNode parts = copy(metadata.path(TOWN));
        parts.set(key, AspectNode.of(Json.tree(value), type));
        metadata.set(TOWN, parts);
        return bead.withMetadata(metadata);
    }

    /// An object of its own with the same fields; the fields' values are shared.
    private static ObjectNode copy(JsonNode node) {
        ObjectNode copy = Json.object();
        node.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
        return copy;
    }
}
