package dev.townhall.core.runtime;

import dev.townhall.core.foundation.check.TownException;

/// A session that never was.
record NeverStarted() implements AgentSession {
    @Override
    public void prompt(Turn turn) {
        throw TownException.wrongState("This session was never started; its last update says why.");
    }

    @Override
    public void cancel() {}

    @Override
    public void answer(String permissionId, PermissionAnswer answer) {}

    @Override
    public boolean isAlive() {
        return false;
    }

    @Override
    public void close() {}
}
