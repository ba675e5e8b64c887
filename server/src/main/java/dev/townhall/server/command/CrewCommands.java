package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.CrewNames;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.session.CrewReconciler;
import dev.townhall.server.up.RunningTown;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The named agents of a rig that people talk with.
@Command(name = "gt crew", description = "The named agents of a rig that people talk with.")
final class CrewCommands {
    private static final String NAME = "Such as max, or shop/max where two rigs have one.";

    private final Call call;

    CrewCommands(Call call) {
        this.call = call;
    }

    @Command(
            name = "add",
            description = "Adds somebody to the crew of a rig, with a tree of its own.")
    int add(
            @Parameters(paramLabel = "NAME", description = "2 to 20 of a-z and 0-9.") String name,
            @Option(
                            names = "--rig",
                            paramLabel = "RIG",
                            description = "Whose crew; may be left out where there is one rig.")
                    Optional<String> rig,
            @Option(
                            names = "--agent",
                            paramLabel = "NAME",
                            description = "The agent it is; see `gt agents presets`.")
                    Optional<String> agent,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        agent.ifPresent(town.config().agents().presets()::get);
        Agent member =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> Crews.add(tx, rig(tx, rig), name, agent));
        Path folder = town.town().crewTrees().ready(member);
        if (json) {
            call.screen().json(CrewLine.of(town, member));
            return Exit.OK;
        }
        call.screen()
                .line(
                        "%s is in the crew of %s. It works in %s."
                                .formatted(member.name(), member.rig(), folder));
        AgentNote.ofMember(town, member).ifPresent(note -> call.screen().line("Note: " + note));
        call.screen().line("Next: gt crew talk %s …".formatted(member.name()));
        return Exit.OK;
    }

    private static Rig rig(Transaction tx, Optional<String> named) {
        if (named.isPresent()) {
            return Ids.rig(tx, named.get());
        }
        List<Rig> rigs = Rigs.list(tx);
        if (rigs.size() == 1) {
            return rigs.getFirst();
        }
        throw TownException.badInput(
                rigs.isEmpty()
                        ? "There is no rig yet: gt rig add NAME PATH|URL adds one."
                        : "Whose crew? Give --rig with one of %s."
                                .formatted(
                                        String.join(
                                                ", ",
                                                rigs.stream()
                                                        .map(it -> it.name().text())
                                                        .toList())));
    }

    @Command(name = "list", description = "Who is in the crews, and what each does.")
    int list(
            @Parameters(paramLabel = "RIG", arity = "0..1", description = "Only this rig's.")
                    Optional<String> rig,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        Optional<RigName> only =
                rig.map(name -> town.ledger().read(view -> Ids.rig(view, name)).name());
        List<CrewLine> lines =
                town.ledger().read(Crews::all).stream()
                        .filter(member -> only.map(member.rig()::equals).orElse(true))
                        .map(member -> CrewLine.of(town, member))
                        .toList();
        if (json) {
            call.screen().json(lines);
        } else if (lines.isEmpty()) {
            call.screen().line("Nobody is in a crew yet: `gt crew add NAME` adds somebody.");
        } else {
            call.screen()
                    .table(
                            List.of("NAME", "RIG", "AGENT", "DOES", "BRANCH", "FOLDER"),
                            lines.stream().map(CrewLine::row).toList());
        }
        return Exit.OK;
    }

    @Command(name = "talk", description = "Says something to a member and prints its answer.")
    int talk(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "WORDS",
                            description = "What it is to do or to answer.")
                    List<String> words,
            @Option(
                            names = "--no-wait",
                            description = "Returns at once; `gt thread NAME` shows it.")
                    boolean noWait) {
        RunningTown town = call.town();
        Agent member = CrewNames.find(town.ledger().read(Crews::all), name);
        return new CrewTalking(call, member).say(String.join(" ", words), !noWait);
    }

    @Command(
            name = "stop",
            description = "Ends a member's session and what it is answering; it stays in the crew.")
    int stop(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        RunningTown town = call.town();
        Agent member = CrewNames.find(town.ledger().read(Crews::all), name);
        Heard heard = Heard.sayLine(town, "crew stop %s/%s".formatted(member.rig(), member.name()));
        new CrewTalking(call, member).awaitStopped();
        return heard.print(call.screen());
    }

    @Command(
            name = "remove",
            description = "Removes a member whose work is safe elsewhere; else says what is not.")
    int remove(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(
                            names = "--discard",
                            paramLabel = "WHAT",
                            description =
                                    "Loses for good exactly what a refusal listed, by the word it gave.")
                    Optional<String> discard) {
        RunningTown town = call.town();
        Agent member = CrewNames.find(town.ledger().read(Crews::all), name);
        Removal removal =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> CrewReconciler.decide(tx, member, discard));
        CrewMember now = new CrewLeaving(call, member).await(removal);
        if (now.state() == CrewMember.State.REMOVED) {
            call.screen().line("%s left the crew of %s.".formatted(member.name(), member.rig()));
            return Exit.OK;
        }
        if (now.isLeaving()) {
            throw TownException.wrongState(
                    "%s is still being removed; that goes on by itself. `gt crew list` says whether it is over, `gt status` what holds it up."
                            .formatted(member.name()));
        }
        throw TownException.wrongState(
                now.removal()
                        .flatMap(Removal::refused)
                        .orElseGet(() ->
                                "%s is in the crew of %s again."
                                        .formatted(member.name(), member.rig())));
    }
}
