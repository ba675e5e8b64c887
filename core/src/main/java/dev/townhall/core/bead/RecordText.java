package dev.townhall.core.bead;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The text of one record, from which values are taken one after the other. JSON's null stands for
/// what is absent: an empty text, false, zero.
final class RecordText {
    private static final int FOUND_MAX = 60;

    private final JsonParser parser;
    private String id = "";

    /// @param parser at the record's opening brace
    RecordText(JsonParser parser) {
        this.parser = parser;
    }

    /// Whose record it is, once that was read; for messages.
    void isAbout(String bead) {
        id = bead;
    }

    /// Goes on to the value of the object's next key; null at its end.
    @Nullable String nextKey() throws IOException {
        String key = parser.nextFieldName();
        if (key != null) {
            parser.nextToken();
        }
        return key;
    }

    /// Goes into a list; false when there is none.
    boolean startList(String key) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return false;
        }
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw wrong(key, "a list");
        }
        return true;
    }

    /// Goes on to the list's next element; false at its end.
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    void requireObject(String key) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw wrong(key, "objects");
        }
    }

    String text(String key) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return "";
        }
        return element(key, "text");
    }

    /// A text that may not be null.
    String element(String key, String expected) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw wrong(key, expected);
        }
        return parser.getText();
    }

    /// A text, or a number or truth value as text; empty for anything else.
    String scalar() throws IOException {
        String text = parser.getValueAsString("");
        skip();
        return text;
    }

    boolean isText(String text) throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) && parser.getText().equals(text);
    }

    boolean flag(String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    int number(String key, String expected) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return 0;
        }
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                || parser.getNumberType() != JsonParser.NumberType.INT) {
            throw wrong(key, expected);
        }
        return parser.getIntValue();
    }

    JsonNode tree() throws IOException {
        return parser.readValueAsTree();
    }

    /// Passes by what is inside the value.
    void skip() throws IOException {
        parser.skipChildren();
    }

    private TownException wrong(String key, String expected) throws IOException {
        return wrong(key, expected, tree().toString());
    }

    TownException wrong(String key, String expected, String found) {
        return TownException.badInput(
                "%s cannot be read: %s must be %s; found %s."
                        .formatted(
                                id.isEmpty() ? "A record" : "The record of '" + id + "'",
                                key,
                                expected,
                                found.length() > FOUND_MAX
                                        ? found.substring(0, FOUND_MAX) + "…"
                                        : found));
    }
}
