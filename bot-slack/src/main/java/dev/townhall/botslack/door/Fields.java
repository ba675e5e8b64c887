package dev.townhall.botslack.door;

import com.fasterxml.jackson.databind.JsonNode;

/// Reads what may be there, and may be of any type.
final class Fields {
    private Fields() {}

    /// The text at a path; empty where there is none.
    static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at.isTextual() ? at.textValue() : "";
    }

    /// The first of `texts` that is not empty.
    static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
