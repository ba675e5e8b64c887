package dev.townhall.core.reconcile;

/// Where the engine reports what is wrong. Called once an episode, and again
/// when the reason changes.
public interface Findings {
    /// The kind of what passes by itself.
    String RESTING = "resting";

    void raised(String kind, String about, String text);

    void cleared(String kind, String about);
}
