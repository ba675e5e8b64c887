package dev.townhall.server.page;

import dev.townhall.core.chat.Action;
import java.util.Optional;

/// A button of a card: a small form that says `command` in `conversation` as the person.
///
/// @param messageId the id of the message it sends: a double tap is one message
/// @param confirm the question asked first, empty for none
/// @param text what the text entry of an EDIT button is filled with
public record Button(
        String label,
        String command,
        Action.Style style,
        String confirm,
        String conversation,
        String messageId,
        Optional<String> text) {
    /// The class its look hangs on.
    public String look() {
        return switch (style) {
            case PRIMARY -> "primary";
            case DANGER -> "danger";
            case PLAIN, EDIT -> "plain";
        };
    }
}
