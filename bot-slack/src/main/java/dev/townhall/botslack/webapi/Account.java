package dev.townhall.botslack.webapi;

/// An account of the workspace.
///
/// @param guest whether it was invited to some channels only
/// @param timezone by its name, may be empty
public record Account(
        String team, String user, boolean guest, boolean program, boolean gone, String timezone) {}
