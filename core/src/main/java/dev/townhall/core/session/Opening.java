package dev.townhall.core.session;

import dev.townhall.core.runtime.AgentRuntime.Beginning;
import java.util.Optional;

/// How a conversation's session begins.
///
/// @param beginning whether it goes on with an earlier one
/// @param reach what of the town it has in its hands
/// @param briefing what it is told first; empty: what every agent of its role is told
record Opening(Duty.Workplace place, Beginning beginning, Reach reach, Optional<String> briefing) {
    enum Reach {
        /// The town's tools of its role.
        TOOLS,
        /// Nothing of the town: no tools, and nobody is asked for it.
        NOTHING
    }

    /// A fresh session with the tools of its role.
    static Opening usual(Duty.Workplace place) {
        return new Opening(place, new Beginning.Fresh(), Reach.TOOLS, Optional.empty());
    }

    boolean hasTools() {
        return reach == Reach.TOOLS;
    }
}
