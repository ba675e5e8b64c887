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
        return found.isMissingNode() || found.isNull()
                ? Optional.empty()
                : Optional.of(Json.value(found, type));
    }

    /// `bead` with this aspect set to `value`; everything else in its metadata is kept.
    public Bead set(Bead bead, T value) {
        ObjectNode metadata =
                bead.metadata().isObject() ? bead.metadata().deepCopy() : Json.object();
        JsonNode town = metadata.get(TOWN);
        ObjectNode parts = town instanceof ObjectNode object ? object : metadata.putObject(TOWN);
        parts.set(key, Json.tree(value));
        return bead.withMetadata(metadata);
    }
}
