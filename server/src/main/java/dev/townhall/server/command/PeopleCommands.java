package dev.townhall.server.command;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.server.up.RunningTown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The people of the town. Rights are widened here and nowhere else.
@Command(name = "gt people", description = "The people of the town and what they may do.")
final class PeopleCommands {
    private final Call call;

    PeopleCommands(Call call) {
        this.call = call;
    }

    /// A person as shown.
    record Line(
            String name, String role, Map<String, String> rigs, Map<String, String> identities) {
        static Line of(Person person) {
            Map<String, String> rigs = new LinkedHashMap<>();
            person.rigRoles().forEach((rig, role) -> rigs.put(rig.text(), Words.lower(role)));
            return new Line(
                    person.name(),
                    Words.lower(person.role()),
                    rigs,
                    new LinkedHashMap<>(person.identities()));
        }
    }

    @Command(name = "list", description = "Lists them.")
    int list(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<Line> people = call.town().ledger().read(People::all).stream().map(Line::of).toList();
        if (json) {
            call.screen().json(people);
            return Exit.OK;
        }
        call.screen()
                .table(
                        List.of("PERSON", "ROLE", "IN RIGS", "KNOWN AS"),
                        people.stream()
                                .map(person ->
                                        List.of(
                                                person.name(),
                                                person.role(),
                                                pairs(person.rigs()),
                                                pairs(person.identities())))
                                .toList());
        return Exit.OK;
    }

    private static String pairs(Map<String, String> pairs) {
        return pairs.isEmpty()
                ? "-"
                : pairs.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    @Command(
            name = "add",
            description = "Adds a person, or changes what one may do and is known as.")
    int add(
            @Parameters(paramLabel = "NAME", description = "As the town calls them.") String name,
            @Option(names = "--role", description = "none, viewer, operator, approver or owner.")
                    Optional<Role> role,
            @Option(names = "--rig", description = "The role holds in this rig only; takes --role.")
                    Optional<String> rig,
            @Option(
                            names = "--known-as",
                            paramLabel = "NETWORK=ID",
                            description = "Their immutable id on a network, such as web=ada.")
                    @Nullable Map<String, String> identities,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        Person person =
                town.ledger()
                        .write(town.owner().actor(), tx -> change(tx, name, role, rig, identities));
        if (json) {
            call.screen().json(Line.of(person));
        } else {
            Line line = Line.of(person);
            call.screen()
                    .line(
                            "%s is %s in the town; in rigs: %s; known as: %s"
                                    .formatted(
                                            line.name(),
                                            line.role(),
                                            pairs(line.rigs()),
                                            pairs(line.identities())));
        }
        return Exit.OK;
    }

    private static Person change(
            Transaction tx,
            String name,
            Optional<Role> role,
            Optional<String> rig,
            @Nullable Map<String, String> identities) {
        Optional<RigName> where = rig.map(text -> Ids.rig(tx, text).name());
        Check.that(
                where.isEmpty() || role.isPresent(),
                "--rig says where a role holds; say with --role which one.");
        if (People.find(tx, name).isEmpty()) {
            boolean everywhere = rig.isEmpty();
            People.add(tx, name, everywhere ? role.orElse(Role.VIEWER) : Role.NONE);
            People.identify(tx, name, "web", name);
        }
        if (role.isPresent()) {
            if (where.isPresent()) {
                People.grant(tx, name, where.get(), role.get());
            } else {
                People.grant(tx, name, role.get());
            }
        }
        if (identities != null) {
            identities.forEach((network, id) -> People.identify(tx, name, network, id));
        }
        return People.get(tx, name);
    }
}
