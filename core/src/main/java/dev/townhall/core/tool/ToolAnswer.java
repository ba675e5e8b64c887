package dev.townhall.core.tool;

/// What a tool says to its caller.
///
/// @param isError whether nothing was done, and `text` says why
public record ToolAnswer(String text, boolean isError) {}
