package dev.townhall.server.page;

/// A rig in the list of channels.
///
/// @param note its state where it is not simply ready
/// @param newest the number of its newest post that is news: what was not seen yet is newer
public record RigLine(
        String key, String name, String href, String note, long newest, boolean current) {}
