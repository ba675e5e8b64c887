package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rigs;
import java.util.List;

/// Finds members of crews as people name them.
final class Crew {
    private static final int SHOWN_MAX = 40;

    private Crew() {}

    /// The one called `max`, `shop/max` or `shop/crew/max`.
    static Agent find(LedgerView view, String name) {
        List<Agent> all = Crews.all(view);
        List<Agent> meant = all.stream().filter(member -> isCalled(member, name)).toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        if (meant.isEmpty()) {
            throw TownException.notFound(
                    "Nobody called '%s' is in a crew%s."
                            .formatted(
                                    Clipped.to(SHOWN_MAX, name),
                                    all.isEmpty()
                                            ? ": `gt crew add NAME` adds somebody"
                                            : "; there is " + names(all)));
        }
        throw TownException.badInput("Which %s? Name one of %s.".formatted(name, names(meant)));
    }

    /// Whether a member is called so, and no rig.
    static boolean isNamed(LedgerView view, String name) {
        return Rigs.list(view).stream().noneMatch(rig -> rig.name().text().equals(name))
                && Crews.all(view).stream().anyMatch(member -> isCalled(member, name));
    }

    private static boolean isCalled(Agent member, String name) {
        return name.equals(member.name())
                || name.equals(member.rig() + "/" + member.name())
                || name.equals(member.actor().text());
    }

    private static String names(List<Agent> members) {
        return String.join(", ", members.stream().map(it -> it.rig() + "/" + it.name()).toList());
    }
}
