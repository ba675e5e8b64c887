package dev.townhall.botslack.webapi;

/// Whom a token stands for.
///
/// @param team the workspace, `T…`
/// @param user the bot's account in it, `U…`
/// @param bot the bot behind the account, `B…`; may be empty
public record Self(String team, String user, String bot) {}
