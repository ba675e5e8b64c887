package dev.townhall.core.crew;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.foundation.check.TownException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What is particular to a member of a crew; who it is says [Agent]. Stored on the agent's bead.
///
/// ```
///             leaving            deleting             removed
///   ACTIVE ------------> LEAVING ---------> DELETING ---------> REMOVED
///     ^  ^     staying      |   staying        |                   |
///     |  +------------------+------------------+                   |
///     +--------------------------- joining ------------------------+
/// ```
///
/// @param preset the agent that was named for it; else the settings choose
/// @param removal the last decision that it is to leave
public record CrewMember(State state, Optional<String> preset, Optional<Removal> removal) {
    public static final Aspect<CrewMember> ASPECT = new Aspect<>("crew", CrewMember.class);

    /// A member that leaves, does so by a decision: where none was written down, by the town's, and
    /// nothing may be lost.
    public CrewMember {
        if (removal.isEmpty() && (state == State.LEAVING || state == State.DELETING)) {
            removal =
                    Optional.of(
                            new Removal(
                                    1,
                                    Actor.TOWN,
                                    Instant.EPOCH,
                                    Optional.empty(),
                                    Optional.empty()));
        }
    }

    public enum State {
        /// People talk with it.
        ACTIVE,
        /// It gets no session any more, and what is in its tree is looked through.
        LEAVING,
        /// Nothing in its tree is needed, and it is being deleted.
        DELETING,
        /// Only its history is left.
        REMOVED
    }

    /// The branch in a member's tree.
    public static String branch(Agent agent) {
        return branch(agent.name());
    }

    /// The branch in the tree of the member of this name.
    public static String branch(String name) {
        return "crew/" + name;
    }

    /// Whether it is to leave and has not left.
    public boolean isLeaving() {
        return state == State.LEAVING || state == State.DELETING;
    }

    /// The decision it leaves by.
    ///
    /// @throws TownException WRONG_STATE when it is not leaving
    public Removal leavingBy() {
        if (!isLeaving() || removal.isEmpty()) {
            throw wrong("is not leaving");
        }
        return removal.get();
    }

    CrewMember joining(Optional<String> newPreset) {
        if (state != State.REMOVED) {
            throw wrong("has not left");
        }
        return new CrewMember(State.ACTIVE, newPreset, removal);
    }

    CrewMember leaving(Actor by, Instant at, Optional<String> agreed) {
        if (state != State.ACTIVE) {
            throw wrong("is not in the crew");
        }
        long number = removal.map(Removal::number).orElse(0L) + 1;
        return new CrewMember(
                State.LEAVING,
                preset,
                Optional.of(new Removal(number, by, at, agreed, Optional.empty())));
    }

    CrewMember deleting(long number) {
        leavingBy(number);
        return new CrewMember(State.DELETING, preset, removal);
    }

    CrewMember staying(long number, String why) {
        return new CrewMember(
                State.ACTIVE, preset, Optional.of(leavingBy(number).refusedBecause(why)));
    }

    CrewMember removed(long number) {
        leavingBy(number);
        if (state != State.DELETING) {
            throw wrong("has a tree that was not deleted");
        }
        return removed();
    }

    /// With its rig, whatever it did.
    CrewMember removed() {
        return new CrewMember(State.REMOVED, preset, removal);
    }

    private Removal leavingBy(long number) {
        Removal by = leavingBy();
        if (by.number() != number) {
            throw wrong(
                    "leaves by decision %s; decision %s is over".formatted(by.number(), number));
        }
        return by;
    }

    private TownException wrong(String what) {
        return TownException.wrongState(
                "The member %s (state %s).".formatted(what, state.name().toLowerCase(Locale.ROOT)));
    }
}
