package dev.townhall.core.prime;

import dev.townhall.core.agent.AgentRole;
import java.util.Optional;

/// What each role is told about itself: a port. The same bytes every time.
public interface RolePrompts {
    /// Empty for a role that is code and has no model.
    Optional<String> of(AgentRole role);
}
