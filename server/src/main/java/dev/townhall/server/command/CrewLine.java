package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.server.up.RunningTown;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A member of a crew as it is shown.
///
/// @param agent the agent that was named for it; empty: the settings choose
/// @param does what it does now, in a few words
/// @param branch in its tree
/// @param folder its tree; empty while it has none
record CrewLine(String name, String rig, String agent, String does, String branch, String folder) {
    static CrewLine of(RunningTown town, Agent member) {
        Optional<CrewMember> known =
                town.ledger().read(view -> Crews.member(view, member.beadId()));
        return new CrewLine(
                member.name(),
                member.rig().text(),
                known.flatMap(CrewMember::preset).orElse(""),
                town.ledger().read(view -> CrewVerbs.does(view, member)),
                CrewMember.branch(member),
                town.repository(member.rig()).tree(member.actor()).map(Path::toString).orElse(""));
    }

    static List<CrewLine> all(RunningTown town) {
        return town.ledger().read(Crews::all).stream().map(it -> of(town, it)).toList();
    }

    /// For `gt status`: who there is and what each does.
    static void show(Screen screen, List<CrewLine> crew) {
        if (crew.isEmpty()) {
            return;
        }
        screen.gap();
        screen.table(
                List.of("CREW", "RIG", "AGENT", "DOES"),
                crew.stream().map(it -> it.row().subList(0, 4)).toList());
    }

    List<String> row() {
        return List.of(
                name,
                rig,
                agent.isEmpty() ? "-" : agent,
                does,
                branch,
                folder.isEmpty() ? "-" : folder);
    }
}
