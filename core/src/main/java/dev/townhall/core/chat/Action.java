package dev.townhall.core.chat;

/// A button. Pressing it is the same as the person typing `command` in that conversation, so every
/// rule for verbs holds for buttons too, and a network without buttons can print the command.
///
/// @param label at most 75 characters
/// @param command the verb line it stands for, for example `approve 3f9ab2c1`
/// @param confirm a question to ask first, empty for none
public record Action(String label, String command, Style style, String confirm) {
    public enum Style {
        PRIMARY,
        DANGER,
        PLAIN,
        /// Opens the network's text entry, filled with the plan; what is entered is sent as
        /// `command` followed by a line break and the text.
        EDIT
    }

    public static Action primary(String label, String command) {
        return new Action(label, command, Style.PRIMARY, "");
    }

    public static Action plain(String label, String command) {
        return new Action(label, command, Style.PLAIN, "");
    }

    public static Action danger(String label, String command, String confirm) {
        return new Action(label, command, Style.DANGER, confirm);
    }
}
