package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.process.Processes.Exit;
import java.util.Optional;

/// Output for people: told as it comes.
record PlainOutput(Teller teller) implements TurnOutput {
    @Override
    public void take(String piece) {
        teller.text(piece);
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
    }

    @Override
    public Result end(Exit exit) {
        return Result.NOTHING;
    }
}
