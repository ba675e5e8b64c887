package dev.townhall.botslack.hearing;

import dev.townhall.botslack.door.Author;
import dev.townhall.botslack.door.Incoming;
import dev.townhall.botslack.door.Spot;
import dev.townhall.core.reception.Inbound;

/// What something on Slack is to the town.
public sealed interface Heard {
    /// A person said something to the town: for the reception.
    record ForTown(Inbound inbound) implements Heard {}

    /// A channel is to become the home of a rig. Who may do that is not decided here.
    ///
    /// @param rig as it was typed, may be empty
    record Bind(Spot spot, Author author, String rig, String messageId) implements Heard {}

    /// A form is to be opened, within three seconds, for the text that `command` changes.
    ///
    /// @param command the verb line that the form's text is sent with
    /// @param conversation where it is answered
    record Form(Author author, String command, String conversation, String trigger)
            implements Heard {}

    /// The text of something that was said is another now.
    ///
    /// @param messageId of the message, as it was told to the reception
    record Reworded(Author author, String messageId, String edit, String text) implements Heard {}

    /// Something that was said was taken back.
    record TakenBack(Author author, String messageId) implements Heard {}

    /// It cannot be heard, and the one who said it is told why, unseen by others.
    record Refused(Author author, Spot spot, String why) implements Heard {}

    /// Something happened to the workspace, a channel or the home tab.
    record Housekeeping(Incoming what) implements Heard {}

    /// It is not for the town.
    record Nothing(String why) implements Heard {}
}
