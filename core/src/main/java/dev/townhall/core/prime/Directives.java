package dev.townhall.core.prime;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.RigName;
import java.util.List;
import java.util.Optional;

/// What the town's owner adds to a role's prompt: a port. Trusted as the prompt itself, so nothing
/// an agent or a repository can write may come from here.
public interface Directives {
    /// Nothing is added.
    Directives NONE = (role, rig) -> List.of();

    /// The town's first, then the rig's.
    List<Directive> of(AgentRole role, Optional<RigName> rig);

    /// One text to add.
    ///
    /// @param scope whose it is, for the heading: `this town`, `rig shop`
    record Directive(String scope, String text) {}
}
