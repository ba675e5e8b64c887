package dev.townhall.core.bead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The JSON of an aspect that was set in this life of the town, with what it says: aspects are read
/// far more often than they are set. Metadata is never changed in place, so the two cannot differ.
@SuppressWarnings("unchecked") // the library narrows its own deepCopy that way
final class AspectNode extends ObjectNode {
    private static final long serialVersionUID = 1L;

    private final transient Object value;

    private AspectNode(Map<String, JsonNode> fields, Object value) {
        super(JsonNodeFactory.instance, fields);
        this.value = value;
    }

    /// `json` with its reading as a `type`, which is what a later life of the town will read.
    static AspectNode of(JsonNode json, Class<?> type) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new AspectNode(fields, Json.value(json, type));
    }

    /// What it says, where that was read as a `type`.
    <T> Optional<T> valueAs(Class<T> type) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
