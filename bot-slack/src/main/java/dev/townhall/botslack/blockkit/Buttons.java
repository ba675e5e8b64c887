package dev.townhall.botslack.blockkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.chat.Action;
import java.util.ArrayList;
import java.util.List;

/// Buttons of a card: rows of three, as a phone shows them. What a press means stands in its value:
/// the verb line itself.
final class Buttons {
    /// What the id of a button begins with that opens a form instead of saying its command.
    static final String EDIT = "gt-edit:";

    static final String SAY = "gt-say:";
    private static final int ROW_MAX = 3;
    private static final int ROWS_MAX = 8;
    private static final int ROW_CHARS = 40;

    private Buttons() {}

    /// As many of the buttons as there is room for, in order.
    ///
    /// @param room for all together, in characters
    static List<ObjectNode> rows(List<Action> actions, int room) {
        List<ObjectNode> buttons = new ArrayList<>();
        int left = room;
        for (Action action : actions) {
            if (isSayable(action) && buttons.size() < ROW_MAX * ROWS_MAX) {
                ObjectNode button = button(action, buttons.size() + 1);
                int cost = Nodes.cost(button) + ROW_CHARS;
                if (cost <= left) {
                    buttons.add(button);
                    left -= cost;
                }
            }
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (int from = 0; from < buttons.size(); from += ROW_MAX) {
            List<ObjectNode> row = buttons.subList(from, Math.min(from + ROW_MAX, buttons.size()));
            rows.add(Nodes.with(Nodes.object("actions"), row));
        }
        return rows;
    }

    /// A command that had to be changed or cut to fit would be another command.
    private static boolean isSayable(Action action) {
        return !action.command().isBlank()
                && action.command().length() <= Limits.VALUE_CHARS_MAX
                && Plain.of(action.command()).equals(action.command());
    }

    private static ObjectNode button(Action action, int number) {
        String label = Plain.line(action.label());
        String shown = Plain.cut(label.isEmpty() ? "Go" : label, Limits.LABEL_CHARS_MAX);
        String id = (action.style() == Action.Style.EDIT ? EDIT : SAY) + number;
        ObjectNode button = Nodes.object("button");
        button.set("text", Nodes.plainText(shown));
        button.put("action_id", id).put("value", action.command());
        switch (action.style()) {
            case PRIMARY -> button.put("style", "primary");
            case DANGER -> button.put("style", "danger");
            case PLAIN, EDIT -> {}
        }
        String question = Plain.line(action.confirm());
        if (!question.isEmpty()) {
            button.set("confirm", confirm(shown, question));
        }
        return button;
    }

    private static ObjectNode confirm(String label, String question) {
        ObjectNode confirm = Nodes.array().objectNode();
        confirm.set("title", Nodes.plainText("Are you sure?"));
        confirm.set("text", Nodes.plainText(Plain.cut(question, Limits.CONFIRM_TEXT_CHARS_MAX)));
        confirm.set("confirm", Nodes.plainText(Plain.cut(label, Limits.CONFIRM_BUTTON_CHARS_MAX)));
        confirm.set("deny", Nodes.plainText("Not now"));
        return confirm;
    }
}
