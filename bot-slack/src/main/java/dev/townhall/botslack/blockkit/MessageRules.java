package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Says what Slack would not take in a message or a form. It knows the blocks that this package
/// makes; every other one is a fault.
public final class MessageRules {
    private static final Pattern LIVE = Pattern.compile("<[^>]*>?");
    private static final Pattern MASS_MENTION =
            Pattern.compile("@(?:everyone|here|channel|group)\\b", Pattern.CASE_INSENSITIVE);

    private final List<String> faults = new ArrayList<>();
    private final Set<String> ids = new LinkedHashSet<>();

    private MessageRules() {}

    /// What is wrong with `message`; empty where nothing is.
    public static List<String> faults(Message message) {
        MessageRules rules = new MessageRules();
        rules.text("text", message.text(), Limits.TEXT_CHARS_MAX);
        rules.rule(!LIVE.matcher(message.text()).find(), "text holds live markup");
        rules.count("blocks", message.blocks().size(), 0, Limits.BLOCKS_MAX);
        int length = message.blocks().toString().length();
        rules.rule(length <= Limits.MESSAGE_CHARS_MAX, "the blocks have " + length + " characters");
        message.blocks().forEach(rules::block);
        return rules.faults;
    }

    /// What is wrong with a modal or a home tab; empty where nothing is.
    public static List<String> faultsOfView(JsonNode view) {
        MessageRules rules = new MessageRules();
        rules.count("blocks", view.path("blocks").size(), 1, Limits.VIEW_BLOCKS_MAX);
        if (view.path("type").asText().equals("modal")) {
            for (String part : List.of("title", "submit", "close")) {
                rules.plain(part, view.path(part), Limits.VIEW_TITLE_CHARS_MAX);
            }
        }
        rules.most("callback_id", view.path("callback_id").asText(), Limits.ID_CHARS_MAX);
        rules.most(
                "private_metadata",
                view.path("private_metadata").asText(),
                Limits.PRIVATE_METADATA_CHARS_MAX);
        view.path("blocks").forEach(rules::block);
        return rules.faults;
    }

    private void block(JsonNode block) {
        String type = block.path("type").asText();
        most("block_id", block.path("block_id").asText(), Limits.ID_CHARS_MAX);
        switch (type) {
            case "header" -> plain(type, block.path("text"), Limits.HEADER_CHARS_MAX);
            case "context" -> {
                count(type, block.path("elements").size(), 1, Limits.CONTEXT_ELEMENTS_MAX);
                block.path("elements").forEach(it -> plain(type, it, Limits.CONTEXT_CHARS_MAX));
            }
            case "actions" -> {
                count(type, block.path("elements").size(), 1, Limits.ACTIONS_MAX);
                block.path("elements").forEach(this::button);
            }
            case "rich_text" -> {
                rule(!block.path("elements").isEmpty(), "a rich text is empty");
                block.path("elements").forEach(this::richPart);
            }
            case "input" -> input(block);
            default -> faults.add("unknown block '" + type + "'");
        }
    }

    private void richPart(JsonNode part) {
        String type = part.path("type").asText();
        rule(
                type.equals("rich_text_section") || type.equals("rich_text_preformatted"),
                "unknown part of a rich text '" + type + "'");
        StringBuilder whole = new StringBuilder();
        for (JsonNode element : part.path("elements")) {
            String words = element.path("text").asText();
            rule(
                    element.path("type").asText().equals("text") && !words.isEmpty(),
                    "an element of a rich text is not some text");
            whole.append(words);
        }
        text(type, whole.toString(), Limits.MESSAGE_CHARS_MAX);
    }

    private void button(JsonNode button) {
        rule(button.path("type").asText().equals("button"), "an action is no button");
        plain("button", button.path("text"), Limits.LABEL_CHARS_MAX);
        text("value", button.path("value").asText(), Limits.VALUE_CHARS_MAX);
        id(button.path("action_id").asText());
        String style = button.path("style").asText("primary");
        rule(style.equals("primary") || style.equals("danger"), "a button of style " + style);
        JsonNode confirm = button.path("confirm");
        if (!confirm.isMissingNode()) {
            plain("confirm", confirm.path("title"), Limits.CONFIRM_TITLE_CHARS_MAX);
            plain("confirm", confirm.path("text"), Limits.CONFIRM_TEXT_CHARS_MAX);
            plain("confirm", confirm.path("confirm"), Limits.CONFIRM_BUTTON_CHARS_MAX);
            plain("confirm", confirm.path("deny"), Limits.CONFIRM_BUTTON_CHARS_MAX);
        }
    }

    private void input(JsonNode input) {
        plain("label", input.path("label"), Limits.INPUT_LABEL_CHARS_MAX);
        JsonNode element = input.path("element");
        rule(element.path("type").asText().equals("plain_text_input"), "an input is no text entry");
        id(input.path("block_id").asText() + "/" + element.path("action_id").asText());
        int length = element.path("initial_value").asText().length();
        rule(length <= Limits.INPUT_CHARS_MAX, "an entry has " + length + " characters");
    }

    private void id(String id) {
        text("id", id, Limits.ID_CHARS_MAX);
        rule(ids.add(id), "the id " + id + " stands there twice");
    }

    private void plain(String what, JsonNode text, int most) {
        rule(text.path("type").asText().equals("plain_text"), what + " is not plain text");
        text(what, text.path("text").asText(), most);
    }

    private void text(String what, String text, int most) {
        rule(!text.isBlank(), what + " is empty");
        most(what, text, most);
    }

    private void most(String what, String text, int most) {
        rule(text.length() <= most, what + " has " + text.length() + " characters");
        rule(isWhole(text), what + " holds half a character");
        rule(!MASS_MENTION.matcher(text).find(), what + " mentions everybody");
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(it -> it >= 0xD800 && it <= 0xDFFF);
    }

    private void count(String what, int count, int least, int most) {
        rule(count >= least && count <= most, count + " " + what);
    }

    private void rule(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
