package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.text.Ansi;
import java.util.Optional;

/// Output for people: told as it comes, but for its last characters, which may be the beginning of
/// a secret or of a terminal's sequence.
final class PlainOutput implements TurnOutput {
    private static final int SEQUENCE_CHARACTERS_MAX = 100;

    private final Teller teller;
    private String held = "";

    PlainOutput(Teller teller) {
        this.teller = teller;
    }

    @Override
    public void take(String piece) {
        String text = Ansi.removedFrom(held + piece);
        int end = teller.settled(text);
        int sequence = text.lastIndexOf(Ansi.ESCAPE);
        if (sequence >= 0 && text.length() - sequence < SEQUENCE_CHARACTERS_MAX) {
            end = Math.min(end, sequence);
        }
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        teller.text(text.substring(0, end));
        held = text.substring(end);
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
    }

    @Override
    public Result end(Exit exit) {
        teller.text(held);
        held = "";
        return Result.NOTHING;
    }
}
