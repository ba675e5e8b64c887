package dev.townhall.server.page;

/// A stretch of words within a line.
///
/// @param code whether it is shown in the fixed-width face
public record Span(boolean code, String text) {}
