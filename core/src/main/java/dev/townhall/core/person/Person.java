package dev.townhall.core.person;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A person of the town. Stored on the bead `hq-person-<name>`. Rights are widened only from the
/// terminal.
///
/// @param role in the whole town
/// @param rigRoles in single rigs, where they differ
/// @param identities the immutable id on each network (`web` -> `ada`, `slack` -> `T1/U2`)
public record Person(
        String name, Role role, Map<RigName, Role> rigRoles, Map<String, String> identities) {
    public static final Aspect<Person> ASPECT = new Aspect<>("person", Person.class);

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9._-]{0,39}");

    public Person {
        Check.that(
                FORM.matcher(name).matches(),
                "A person's name is 1 to 40 of a-z, 0-9, '.', _ and -, starting with a letter;"
                        + " found '%s'.",
                name);
        rigRoles = new TreeMap<>(rigRoles);
        identities = new TreeMap<>(identities);
    }

    public static BeadId beadId(String name) {
        return new BeadId("hq-person-" + name);
    }

    public Actor actor() {
        return Actor.overseer(name);
    }

    public Role roleIn(RigName rig) {
        return rigRoles.getOrDefault(rig, role);
    }
}
