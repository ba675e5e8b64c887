package dev.townhall.core.foundation.text;

/// Numbers of things as people read them.
public final class Counted {
    private Counted() {}

    /// `0 beads`, `1 bead`, `3 beads`.
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
