package dev.townhall.core.foundation.process;

/// Hears of what a worker tried although it is held from it, where that can be seen. Called on any
/// thread; must be quick and must not throw.
public interface Alarm {
    /// For processes nobody watches.
    Alarm NONE = (_, _) -> {};

    /// Somebody tried something.
    ///
    /// @param home the name of the [Surroundings] of the one that tried
    /// @param what it tried, as the end of "It tried to …"; one of a few
    void raised(String home, String what);
}
