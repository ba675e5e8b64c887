package dev.townhall.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.json.Json;
import java.util.List;
import java.util.Optional;

/// One argument of a tool: what its schema says of it and what is held against it. Both come from
/// the same facts, so the schema never promises what the check refuses.
sealed interface Field {
    String name();

    boolean required();

    /// As JSON Schema.
    ObjectNode schema();

    /// What is wrong with `value`, as the end of a sentence that begins with what was expected.
    Optional<String> problem(JsonNode value);

    /// Text. Line breaks are allowed, the empty text where `charsMin` is 0.
    record Text(String name, String about, int charsMin, int charsMax, boolean required)
            implements Field {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string", about);
            if (charsMin > 0) {
                schema.put("minLength", charsMin);
            }
            return schema.put("maxLength", charsMax);
        }

        @Override
        public Optional<String> problem(JsonNode value) {
            String expected = "text of %s to %s characters".formatted(charsMin, charsMax);
            if (!value.isTextual()) {
                return Optional.of(expected + "; found " + kind(value));
            }
            int chars = value.textValue().length();
            return chars < charsMin || chars > charsMax || blank(value)
                    ? Optional.of(expected + "; found " + (blank(value) ? "blanks" : chars))
                    : Optional.empty();
        }

        private boolean blank(JsonNode value) {
            return charsMin > 0 && value.textValue().isBlank() && !value.textValue().isEmpty();
        }
    }

    record Choice(String name, String about, List<String> values, boolean required)
            implements Field {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string", about);
            ArrayNode words = schema.putArray("enum");
            values.forEach(words::add);
            return schema;
        }

        @Override
        public Optional<String> problem(JsonNode value) {
            return value.isTextual() && values.contains(value.textValue())
                    ? Optional.empty()
                    : Optional.of(
                            "one of %s; found %s"
                                    .formatted(String.join(", ", values), brief(value)));
        }
    }

    /// A whole number.
    record Whole(String name, String about, int least, int most, boolean required)
            implements Field {
        @Override
        public ObjectNode schema() {
            return typed("integer", about).put("minimum", least).put("maximum", most);
        }

        @Override
        public Optional<String> problem(JsonNode value) {
            boolean fits =
                    value.isIntegralNumber()
                            && value.canConvertToInt()
                            && value.intValue() >= least
                            && value.intValue() <= most;
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            "a whole number from %s to %s; found %s"
                                    .formatted(least, most, brief(value)));
        }
    }

    record Flag(String name, String about) implements Field {
        @Override
        public boolean required() {
            return false;
        }

        @Override
        public ObjectNode schema() {
            return typed("boolean", about);
        }

        @Override
        public Optional<String> problem(JsonNode value) {
            return value.isBoolean()
                    ? Optional.empty()
                    : Optional.of("true or false; found " + brief(value));
        }
    }

    /// A list of short texts.
    record Texts(String name, String about, int itemsMax, int charsMax) implements Field {
        @Override
        public boolean required() {
            return false;
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("array", about).put("maxItems", itemsMax);
            schema.putObject("items").put("type", "string").put("maxLength", charsMax);
            return schema;
        }

        @Override
        public Optional<String> problem(JsonNode value) {
            String expected =
                    "a list of at most %s texts of 1 to %s characters"
                            .formatted(itemsMax, charsMax);
            if (!value.isArray()) {
                return Optional.of(expected + "; found " + kind(value));
            }
            if (value.size() > itemsMax) {
                return Optional.of(expected + "; found " + value.size());
            }
            for (JsonNode item : value) {
                if (!item.isTextual()) {
                    return Optional.of(expected + "; found " + kind(item) + " in it");
                }
                int chars = item.textValue().length();
                if (item.textValue().isBlank() || chars > charsMax) {
                    return Optional.of(expected + "; found one of " + chars);
                }
            }
            return Optional.empty();
        }
    }

    private static ObjectNode typed(String type, String about) {
        return Json.object().put("type", type).put("description", about);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "nothing";
            case STRING, BINARY -> "text";
        };
    }

    private static String brief(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= 40 ? "'" + text + "'" : kind(value) + " of " + text.length();
    }
}
