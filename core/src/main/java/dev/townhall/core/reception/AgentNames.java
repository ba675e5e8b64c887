package dev.townhall.core.reception;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What an agent is called wherever one is typed: `nux`, `shop/nux` or `shop/polecats/nux`; a member of
/// the crew with `@` before it, too.
///
/// @param rig whose agents a short name means; empty for all
/// @param seen the rigs whose agents may be told of
record AgentNames(LedgerView view, Optional<RigName> rig, Predicate<RigName> seen) {
    private static final int OFFERED_MAX = 6;

    /// Whether anybody is called so.
    boolean isAny(String typed) {
        return !called(typed).isEmpty();
    }

    /// The one who is called so; NOT_FOUND when there is none, or when there are several.
    Agent one(String typed) {
        List<Agent> called = called(typed);
        List<Agent> still = present(called);
        List<Agent> meant = still.isEmpty() ? called : still;
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        String names =
                (meant.isEmpty() ? present(known()) : meant)
                        .stream()
                                .limit(OFFERED_MAX)
                                .map(agent -> agent.actor().text())
                                .collect(Collectors.joining(", "));
        if (!meant.isEmpty()) {
            throw TownException.notFound("Which %s? Name one of %s.".formatted(typed, names));
        }
        throw TownException.notFound(
                "No agent is called '%s' here. %s"
                        .formatted(
                                Sanitizer.line(typed),
                                names.isEmpty()
                                        ? "Nobody has worked here yet."
                                        : "There are " + names + "."));
    }

    private List<Agent> called(String typed) {
        return known().stream().filter(agent -> isCalled(agent, typed)).toList();
    }

    private List<Agent> known() {
        return Roster.all(view).stream().filter(agent -> seen.test(agent.rig())).toList();
    }

    private boolean isCalled(Agent agent, String typed) {
        boolean handle = typed.startsWith("@");
        if (handle && agent.role() != AgentRole.CREW) {
            return false;
        }
        String name = handle ? typed.substring(1) : typed;
        boolean here = rig.map(agent.rig()::equals).orElse(true);
        return agent.actor().text().equals(name)
                || name.equals(agent.rig() + "/" + agent.name())
                || (here && agent.name().equals(name))
                || (here && agent.role() == AgentRole.CREW && agent.name().equalsIgnoreCase(name));
    }

    /// Without the members of crews that were removed.
    private List<Agent> present(List<Agent> agents) {
        List<Agent> crews = Crews.all(view);
        return agents.stream()
                .filter(agent -> agent.role() != AgentRole.CREW || crews.contains(agent))
                .toList();
    }
}
