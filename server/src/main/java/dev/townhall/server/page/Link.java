package dev.townhall.server.page;

/// Words that lead somewhere within the town hall.
public record Link(String words, String href) {}
