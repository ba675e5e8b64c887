package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The small parts that blocks are made of. Rich text is used for words, because nothing in it is
/// markup: no escape is needed, and none can be forgotten.
final class Nodes {
    private Nodes() {}

    static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ObjectNode plainText(String text) {
        return object("plain_text").put("text", text).put("emoji", false);
    }

    static ObjectNode words(String text) {
        return object("text").put("text", text);
    }

    /// @param style `bold`, `code`
    static ObjectNode words(String text, String style) {
        ObjectNode words = words(text);
        words.putObject("style").put(style, true);
        return words;
    }

    static ObjectNode section(List<ObjectNode> elements) {
        return with(object("rich_text_section"), elements);
    }

    static ObjectNode preformatted(String text) {
        return with(object("rich_text_preformatted"), List.of(words(text)));
    }

    static ObjectNode richText(List<ObjectNode> parts) {
        return with(object("rich_text"), parts);
    }

    static ObjectNode header(String text) {
        return object("header").set("text", plainText(text));
    }

    static ObjectNode context(String text) {
        return with(object("context"), List.of(plainText(text)));
    }

    static ObjectNode with(ObjectNode parent, List<ObjectNode> elements) {
        parent.set("elements", array().addAll(elements));
        return parent;
    }

    /// What a part adds to the length of a message.
    static int cost(ObjectNode part) {
        return part.toString().length() + 1;
    }
}
