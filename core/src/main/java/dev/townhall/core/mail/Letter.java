package dev.townhall.core.mail;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.Check;
import java.time.Instant;
import java.util.Optional;

/// One letter. Stored on a bead of type `message`: its title is the subject, its description the
/// body; an acked letter is closed.
///
/// ```
///   UNREAD --read--> READ --ack--> ACKED
///      |                             ^
///      +------------ ack ------------+
/// ```
///
/// @param about the bead it is about, @param replyTo the letter it answers
public record Letter(
        State state,
        Actor from,
        Actor to,
        Instant sent,
        Optional<BeadId> about,
        Optional<BeadId> replyTo,
        Optional<Instant> read,
        Optional<Instant> acked) {
    public static final Aspect<Letter> ASPECT = new Aspect<>("letter", Letter.class);

    public enum State {
        UNREAD,
        READ,
        ACKED
    }

    static Letter fresh(
            Actor from, Actor to, Instant sent, Optional<BeadId> about, Optional<BeadId> replyTo) {
        return new Letter(
                State.UNREAD, from, to, sent, about, replyTo, Optional.empty(), Optional.empty());
    }

    Letter readAt(Instant at) {
        Check.that(state == State.UNREAD, "The letter is %s already.", state);
        return new Letter(
                State.READ, from, to, sent, about, replyTo, Optional.of(at), Optional.empty());
    }

    Letter ackedAt(Instant at) {
        Check.that(state != State.ACKED, "The letter is acked already.");
        return new Letter(State.ACKED, from, to, sent, about, replyTo, read, Optional.of(at));
    }
}
