package dev.townhall.core.person;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The people of the town. Whoever calls a verb that widens rights has made sure that it was asked
/// for on the terminal.
public final class People {
    private People() {}

    /// All of them, by name.
    public static List<Person> all(LedgerView view) {
        return view.ofType(Bead.PERSON).stream()
                .flatMap(bead -> Person.ASPECT.of(bead).stream())
                .toList();
    }

    public static Optional<Person> find(LedgerView view, String name) {
        return all(view).stream().filter(person -> person.name().equals(name)).findFirst();
    }

    public static Person get(LedgerView view, String name) {
        return find(view, name)
                .orElseThrow(() ->
                        TownException.notFound(
                                "Nobody here is named '%s'. `gt people` shows who is."
                                        .formatted(name)));
    }

    /// The person with this immutable id on this network.
    public static Optional<Person> byIdentity(LedgerView view, String network, String id) {
        return all(view).stream()
                .filter(person -> id.equals(person.identities().get(network)))
                .findFirst();
    }

    /// Those who may do at least `needed` in a rig, by name.
    public static List<Person> withRole(LedgerView view, RigName rig, Role needed) {
        return all(view).stream().filter(person -> person.roleIn(rig).covers(needed)).toList();
    }

    /// The owners of the town, by name.
    public static List<Person> owners(LedgerView view) {
        return all(view).stream().filter(person -> person.role() == Role.OWNER).toList();
    }

    public static Person add(Transaction tx, String name, Role role) {
        Person person = new Person(name, role, Map.of(), Map.of());
        if (find(tx, name).isPresent()) {
            throw TownException.wrongState("There is a person named '%s' already.".formatted(name));
        }
        Bead bead =
                Bead.fresh(
                        Person.beadId(name), Bead.PERSON, "Person " + name, tx.actor(), tx.now());
        tx.create(Person.ASPECT.set(bead, person));
        return person;
    }

    /// The first person of a new town: its owner, known on the terminal and in the web town hall.
    /// Does nothing where there is an owner; returns an owner either way.
    public static Person firstOwner(Transaction tx, String name) {
        List<Person> owners = owners(tx);
        if (!owners.isEmpty()) {
            return owners.getFirst();
        }
        if (find(tx, name).isEmpty()) {
            add(tx, name, Role.OWNER);
        }
        grant(tx, name, Role.OWNER);
        identify(tx, name, "cli", name);
        return identify(tx, name, "web", name);
    }

    /// Sets a person's role in the whole town, which always keeps an owner.
    public static Person grant(Transaction tx, String name, Role role) {
        Person was = get(tx, name);
        if (role != Role.OWNER && was.role() == Role.OWNER && owners(tx).size() == 1) {
            throw TownException.wrongState(
                    "%s is the only owner of the town and stays it: nobody else could do what only an owner may. Add another one first: `gt people add NAME --role owner`."
                            .formatted(name));
        }
        return store(tx, new Person(name, role, was.rigRoles(), was.identities()));
    }

    /// Sets a person's role in one rig.
    public static Person grant(Transaction tx, String name, RigName rig, Role role) {
        Person was = get(tx, name);
        Map<RigName, Role> roles = new TreeMap<>(was.rigRoles());
        roles.put(rig, role);
        return store(tx, new Person(name, was.role(), roles, was.identities()));
    }

    /// Ties a person to an immutable id on a network.
    public static Person identify(Transaction tx, String name, String network, String id) {
        Check.that(!id.isBlank() && id.length() <= 255, "An identity is 1 to 255 characters long.");
        byIdentity(tx, network, id)
                .filter(other -> !other.name().equals(name))
                .ifPresent(other -> {
                    throw TownException.conflict(
                            "%s on %s is %s already.".formatted(id, network, other.name()));
                });
        Person was = get(tx, name);
        Map<String, String> identities = new TreeMap<>(was.identities());
        identities.put(network, id);
        return store(tx, new Person(name, was.role(), was.rigRoles(), identities));
    }

    private static Person store(Transaction tx, Person person) {
        Bead bead = tx.get(Person.beadId(person.name()));
        tx.update(Person.ASPECT.set(bead, person));
        return person;
    }
}
