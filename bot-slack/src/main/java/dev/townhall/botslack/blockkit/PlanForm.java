package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// The form that an edit button opens: a text, to be changed and sent back. A text that is longer
/// than one entry holds is parted at line ends over several; what is sent back is joined again.
///
/// @param title at most 24 characters
/// @param place where it is answered: one line that means something to whoever opened the form
/// @param command the verb line that the text is sent with
public record PlanForm(String title, String place, String command, String text) {
    static final String CALLBACK = "gt-edit";
    private static final String ENTRY = "text";
    private static final int PARTS_MAX = 20;
    private static final int FAULT_CHARS_MAX = 2_000;

    public PlanForm {
        Check.that(
                !title.isBlank() && title.length() <= Limits.VIEW_TITLE_CHARS_MAX,
                "A form's title has 1 to 24 characters; found '%s'.",
                title);
        Check.that(
                place.indexOf('\n') < 0
                        && place.length() + 1 + command.length()
                                <= Limits.PRIVATE_METADATA_CHARS_MAX,
                "A form's place and command have at most 3,000 characters.");
        Check.that(
                parts(text).size() <= PARTS_MAX,
                "A text of %,d characters is too long for a form: edit it in the web town hall.",
                text.length());
    }

    /// What was sent back.
    public record Sent(String place, String command, String text) {}

    /// The modal that `views.open` takes.
    public ObjectNode view() {
        ObjectNode view = Nodes.object("modal");
        view.put("callback_id", CALLBACK);
        view.put("private_metadata", place + "\n" + command);
        view.set("title", Nodes.plainText(title));
        view.set("submit", Nodes.plainText("Save"));
        view.set("close", Nodes.plainText("Cancel"));
        ArrayNode blocks = view.putArray("blocks");
        List<String> parts = parts(text);
        for (int i = 0; i < parts.size(); i++) {
            String label = parts.size() == 1 ? "Text" : "Text, part " + (i + 1);
            blocks.add(entry(label, ENTRY + (i + 1), parts.get(i)));
        }
        return view;
    }

    private static ObjectNode entry(String label, String id, String text) {
        ObjectNode input = Nodes.object("input").put("block_id", id).put("optional", true);
        input.set("label", Nodes.plainText(label));
        ObjectNode element = Nodes.object("plain_text_input");
        element.put("action_id", ENTRY).put("multiline", true);
        if (!text.isEmpty()) {
            element.put("initial_value", text);
        }
        input.set("element", element);
        return input;
    }

    /// Reads a submitted view; empty where it is no form of this kind.
    public static Optional<Sent> sent(JsonNode view) {
        String metadata = view.path("private_metadata").asText();
        int end = metadata.indexOf('\n');
        if (!view.path("callback_id").asText().equals(CALLBACK) || end < 0) {
            return Optional.empty();
        }
        StringJoiner text = new StringJoiner("\n");
        JsonNode values = view.path("state").path("values");
        for (int i = 1; i <= PARTS_MAX && values.has(ENTRY + i); i++) {
            text.add(values.path(ENTRY + i).path(ENTRY).path("value").asText(""));
        }
        return Optional.of(
                new Sent(metadata.substring(0, end), metadata.substring(end + 1), text.toString()));
    }

    /// What `response_action: errors` says below the text of an open form.
    public static ObjectNode fault(String why) {
        String shown = Plain.of(why).isBlank() ? "This was not taken." : Plain.of(why);
        return Json.object().put(ENTRY + 1, Plain.cut(shown, FAULT_CHARS_MAX));
    }

    /// The text in parts that each fit an entry; joined by line feeds they are the text.
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean begun = false;
        for (String line : text.split("\n", -1)) {
            Check.that(
                    line.length() <= Limits.INPUT_CHARS_MAX,
                    "A line of %,d characters is too long for a form: edit it in the web town"
                            + " hall.",
                    line.length());
            if (begun && part.length() + 1 + line.length() > Limits.INPUT_CHARS_MAX) {
                parts.add(part.toString());
                part.setLength(0);
                begun = false;
            }
            part.append(begun ? "\n" : "").append(line);
            begun = true;
        }
        parts.add(part.toString());
        return parts;
    }
}
