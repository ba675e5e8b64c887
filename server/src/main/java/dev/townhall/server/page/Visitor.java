package dev.townhall.server.page;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;

/// Who looks at the page.
///
/// @param formToken what every form of theirs must carry
/// @param loggedIn whether there is a session to end
public record Visitor(Person person, String formToken, boolean loggedIn) {
    public String name() {
        return person.name();
    }

    /// Who they are on this network: the web's own logins are by name.
    public String sender() {
        return person.identities().getOrDefault("web", person.name());
    }

    public Actor actor() {
        return person.actor();
    }

    /// Whether they may read what is said about `rig`.
    public boolean mayRead(RigName rig) {
        return person.roleIn(rig).covers(Role.VIEWER);
    }

    /// Whether they may read what concerns the whole town.
    public boolean mayReadTown() {
        return person.role().covers(Role.VIEWER);
    }
}
