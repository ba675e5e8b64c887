package dev.townhall.core.nudge;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.Check;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// "Look again", said to an agent. It never carries state: what is to be seen stands in the ledger.
///
/// ```
///   queued --the agent's turn--> delivered
///      |
///      +---- its time is over --> expired
/// ```
///
/// @param number tells the nudges of one agent apart
/// @param reason a line in the sender's words, may be empty
/// @param handoff whether it asks to hand off, and not only to look
/// @param depth 1, or one more than that of the nudge which caused the turn it was said in
public record Nudge(
        long number,
        Actor from,
        Mode mode,
        String reason,
        boolean handoff,
        int depth,
        Instant queued,
        Instant expires) {
    public Nudge {
        Check.that(depth >= 1, "A nudge's depth is at least 1; found %s.", depth);
    }

    /// When an agent is told.
    public enum Mode {
        /// With the next turn it gets anyway.
        QUEUE,
        /// In a turn of its own, once the present one has ended.
        AFTER_TURN,
        /// At once: the present turn is ended for it.
        INTERRUPT;

        /// Where an agent does not say: it costs nobody a turn.
        public static final Mode OF_AGENTS = QUEUE;

        /// Where a person does not say.
        public static final Mode OF_PEOPLE = AFTER_TURN;

        /// As people and tools write it.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Mode> of(String word) {
            return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
        }
    }

    /// Whether it is too late to deliver it.
    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }
}
