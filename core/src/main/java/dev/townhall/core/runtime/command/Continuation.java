package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What makes several runs of a program one session: its id, chosen by us or told by the program.
/// Used by one turn at a time.
final class Continuation {
    /// The system takes no longer argument than 128 KiB.
    private static final int PROMPT_BYTES_MAX = 120_000;

    private final Headless headless;
    private final Attended attended;
    private final Randomness randomness;
    private Optional<String> id;
    private boolean begun;

    Continuation(
            Headless headless, Attended attended, Randomness randomness, Optional<String> resumed) {
        this.headless = headless;
        this.attended = attended;
        this.randomness = randomness;
        this.begun = resumed.isPresent() && headless.canGoOn();
        this.id = begun ? resumed : fresh();
    }

    synchronized Optional<String> id() {
        return id;
    }

    /// Whether the next turn goes on where the one before ended.
    synchronized boolean goesOn() {
        return begun && id.isPresent() && headless.canGoOn();
    }

    /// The command line of the next turn.
    synchronized List<String> next(String instruction) {
        // A text that begins with a hyphen would be taken for an option.
        String prompt = instruction.startsWith("-") ? " " + instruction : instruction;
        int bytes = prompt.getBytes(StandardCharsets.UTF_8).length;
        Check.that(
                bytes <= PROMPT_BYTES_MAX,
                "A turn for %s is %s bytes; the system takes at most %s as one argument.",
                headless.command(),
                bytes,
                PROMPT_BYTES_MAX);
        return goesOn()
                ? headless.again(prompt, id.orElseThrow(), attended)
                : headless.first(prompt, id, attended);
    }

    Map<String, String> environment() {
        return headless.environment(attended);
    }

    /// Takes note of how a turn went. A first turn that failed may not have made a session: the
    /// next one begins another.
    synchronized void went(Optional<String> told, Ending ending) {
        if (told.isPresent()) {
            id = told;
            begun = true;
        } else if (ending == Ending.WELL) {
            begun = true;
        } else if (!begun) {
            id = fresh();
        }
    }

    enum Ending {
        WELL,
        BADLY
    }

    private Optional<String> fresh() {
        if (!headless.choosesSession()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(randomness.bytes(16));
        long high = (bytes.getLong() & ~0xF000L) | 0x4000L; // version 4
        long low = (bytes.getLong() & ~(0xC0L << 56)) | (0x80L << 56); // the usual variant
        return Optional.of(new UUID(high, low).toString());
    }
}
