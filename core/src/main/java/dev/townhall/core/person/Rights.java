package dev.townhall.core.person;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.util.Locale;
import java.util.Optional;

/// Holds people to their roles.
public final class Rights {
    private Rights() {}

    /// Refuses unless the person has at least `role` in the rig (in the town, where there is none).
    ///
    /// @param what the deed, as in "slinging commands"
    public static void need(Person person, Role role, Optional<RigName> rig, String what) {
        Role has = rig.map(person::roleIn).orElse(person.role());
        if (!has.covers(role)) {
            throw TownException.forbidden(
                    "%s needs the role %s%s, and %s is %s. An owner can grant it on the terminal."
                            .formatted(
                                    what.substring(0, 1).toUpperCase(Locale.ROOT)
                                            + what.substring(1),
                                    lower(role),
                                    rig.map(name -> " on rig " + name).orElse(""),
                                    person.name(),
                                    has == Role.NONE ? "nothing there" : lower(has)));
        }
    }

    private static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
