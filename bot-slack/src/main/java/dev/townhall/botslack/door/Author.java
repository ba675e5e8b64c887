package dev.townhall.botslack.door;

/// Who did something on Slack, by ids that never change.
///
/// @param team the workspace the account belongs to, which need not be ours: channels can be shared
/// @param user empty where Slack names none
/// @param program whether it was a bot, an app or a workflow
public record Author(String team, String user, boolean program) {
    /// The id under which a person is known to the town: `T1/U2`.
    public String id() {
        return team + "/" + user;
    }
}
