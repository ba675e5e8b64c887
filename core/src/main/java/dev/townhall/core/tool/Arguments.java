package dev.townhall.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.text.Hidden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Arguments that passed their checks. Text comes without hidden characters.
record Arguments(Map<String, JsonNode> values) {
    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return find(name).orElse("");
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> Hidden.strippedFrom(value.textValue()));
    }

    int number(String name, int otherwise) {
        return Optional.ofNullable(values.get(name)).map(JsonNode::intValue).orElse(otherwise);
    }

    boolean flag(String name) {
        return Optional.ofNullable(values.get(name)).map(JsonNode::booleanValue).orElse(false);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        Optional.ofNullable(values.get(name))
                .ifPresent(list ->
                        list.forEach(item -> texts.add(Hidden.strippedFrom(item.textValue()))));
        return texts;
    }
}
