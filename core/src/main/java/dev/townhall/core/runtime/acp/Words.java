package dev.townhall.core.runtime.acp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.runtime.Secrets;
import java.util.List;
import java.util.Optional;

/// Reads text from what agents send, whatever its type turns out to be, and keeps it short.
final class Words {
    private Words() {}

    static String capped(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        int end = charactersMax;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "… [" + (text.length() - end) + " more]";
    }

    /// The end of `text`.
    static String last(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        int start = text.length() - charactersMax;
        return Character.isLowSurrogate(text.charAt(start))
                ? text.substring(start + 1)
                : text.substring(start);
    }

    /// The beginning of `text`, without secrets. Masks only what is near it: of megabytes that would
    /// take long.
    static String shown(Secrets secrets, String text, int charactersMax) {
        int near = Math.min(text.length(), 4 * charactersMax);
        String masked = secrets.maskedIn(text.substring(0, near));
        if (near == text.length() && masked.length() <= charactersMax) {
            return masked;
        }
        return capped(masked + text.substring(near), charactersMax);
    }

    /// The last lines of `text` that hold a word, as one paragraph; of that the end.
    static String lastLines(String text, int linesMax, int charactersMax) {
        List<String> lines =
                text.lines()
                        .map(String::strip)
                        .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                        .toList();
        int from = Math.max(0, lines.size() - linesMax);
        return last(String.join(" ", lines.subList(from, lines.size())), charactersMax).strip();
    }

    /// The field's text; other values as JSON; empty when it is not there.
    static String text(JsonNode node, String field) {
        return text(node.path(field));
    }

    static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isTextual() ? value.textValue() : Json.text(value);
    }

    static Optional<String> given(JsonNode node, String field) {
        return Optional.of(text(node, field)).filter(text -> !text.isEmpty());
    }

    /// The field's number, never negative; 0 when it is none.
    static long number(JsonNode node, String field) {
        return Math.max(0, node.path(field).asLong(0));
    }
}
