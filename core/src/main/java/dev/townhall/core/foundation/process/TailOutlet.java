package dev.townhall.core.foundation.process;

/// Keeps the end of a stream and tells nobody.
record TailOutlet(OutputTail tail) implements Outlet {
    @Override
    public void take(byte[] bytes, int count) {
        tail.append(bytes, count);
    }

    @Override
    public void end() {}

    @Override
    public void mute() {}
}
