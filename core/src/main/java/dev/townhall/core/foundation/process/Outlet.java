package dev.townhall.core.foundation.process;

/// Takes the bytes of one of a child's streams, on the one thread that reads it.
interface Outlet {
    void take(byte[] bytes, int count);

    /// The stream is over.
    void end();

    /// What still comes is not to be told any more. Called from another thread.
    void mute();
}
