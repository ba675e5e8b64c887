package dev.townhall.core.bead;

import java.time.Instant;

/// A remark on a bead. `id` is a number in old files and a UUID in new ones, so it is text here.
public record Comment(String id, String author, String text, Instant createdAt) {}
