package dev.townhall.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The arguments a tool takes, in order.
record Fields(List<Field> all) {
    Fields {
        all = List.copyOf(all);
    }

    static Fields of(Field... fields) {
        return new Fields(List.of(fields));
    }

    /// As a JSON Schema object that allows nothing else.
    JsonNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.object().putArray("required");
        for (Field field : all) {
            properties.set(field.name(), field.schema());
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    /// Reads what a caller of `tool` gave; BAD_INPUT says which argument is wrong, what was expected
    /// and what was found. An argument that is null counts as not given.
    Arguments read(String tool, JsonNode given) {
        if (!given.isObject() && !given.isNull() && !given.isMissingNode()) {
            throw TownException.badInput(
                    "%s takes its arguments as a JSON object.".formatted(tool));
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Field field : all) {
            JsonNode value = given.path(field.name());
            if (!value.isMissingNode() && !value.isNull()) {
                field.problem(value)
                        .ifPresent(problem -> {
                            throw wrong(tool, field, problem);
                        });
                values.put(field.name(), value);
            } else if (field.required()) {
                throw TownException.badInput(
                        "%s needs '%s'. It takes %s.".formatted(tool, field.name(), names()));
            }
        }
        given.fieldNames()
                .forEachRemaining(name -> {
                    if (all.stream().noneMatch(field -> field.name().equals(name))) {
                        throw unknown(tool, name);
                    }
                });
        return new Arguments(values);
    }

    private static TownException wrong(String tool, Field field, String problem) {
        return TownException.badInput(
                "%s: '%s' must be %s.".formatted(tool, field.name(), problem));
    }

    private TownException unknown(String tool, String name) {
        return TownException.badInput(
                "%s takes no '%s'. It takes %s."
                        .formatted(
                                tool,
                                name.length() > 40 ? name.substring(0, 40) + "…" : name,
                                names()));
    }

    private String names() {
        return all.isEmpty()
                ? "nothing"
                : all.stream().map(Field::name).collect(Collectors.joining(", "));
    }
}
