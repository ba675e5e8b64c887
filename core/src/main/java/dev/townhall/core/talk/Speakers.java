package dev.townhall.core.talk;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The people whom a turn answers. An agent that talks with people sees and does in that turn what
/// each of them may, so that nobody gets through it what they could not get themselves.
///
/// @param all empty between turns: then nothing is allowed
public record Speakers(List<Person> all) {
    public Speakers {
        all = List.copyOf(all);
    }

    /// Somebody who is no person of the town any more counts as one who may do nothing.
    static Speakers of(LedgerView view, List<Message> messages) {
        List<Person> people = new ArrayList<>();
        for (Message message : messages) {
            Optional<Person> person = People.find(view, message.by().shortName());
            if (person.isEmpty()) {
                return new Speakers(List.of());
            }
            if (!people.contains(person.get())) {
                people.add(person.get());
            }
        }
        return new Speakers(people);
    }

    /// Whether each of them has at least `role` in a rig.
    public boolean may(Role role, RigName rig) {
        return !all.isEmpty() && all.stream().allMatch(it -> it.roleIn(rig).covers(role));
    }

    /// Whether each of them has at least `role` in the whole town.
    public boolean mayInTown(Role role) {
        return !all.isEmpty() && all.stream().allMatch(it -> it.role().covers(role));
    }
}
