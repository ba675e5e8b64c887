package dev.townhall.core.crew;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Aspect;
import java.util.Optional;

/// What is particular to a member of a crew; who it is says [Agent]. Stored on the agent's bead.
///
/// ```
///   ACTIVE --> LEAVING --> REMOVED        LEAVING --> ACTIVE (it stays)      REMOVED --> ACTIVE (again)
/// ```
///
/// @param preset the agent that was named for it; else the settings choose
public record CrewMember(State state, Optional<String> preset) {
    public static final Aspect<CrewMember> ASPECT = new Aspect<>("crew", CrewMember.class);

    public enum State {
        /// People talk with it.
        ACTIVE,
        /// It gets no session any more, and what is in its tree is looked through.
        LEAVING,
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

    CrewMember as(State next) {
        return new CrewMember(next, preset);
    }
}
