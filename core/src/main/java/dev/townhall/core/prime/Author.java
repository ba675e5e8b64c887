package dev.townhall.core.prime;

import dev.townhall.core.foundation.text.Quoted;

/// Names of others in the town's own words.
final class Author {
    private static final int CHARS_MAX = 80;

    private Author() {}

    /// The name, safe in a line of the town's own words.
    static String of(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._@:+/ -]", "?").strip();
        if (safe.isEmpty()) {
            return "somebody unknown";
        }
        return safe.length() <= CHARS_MAX ? safe : Quoted.start(safe, CHARS_MAX) + "…";
    }
}
