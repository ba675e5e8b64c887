package dev.townhall.core.crew;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import java.util.List;
import java.util.stream.Collectors;

/// Members of crews as people name them: `max`, `shop/max` or `shop/crew/max`, with or without an `@`.
public final class CrewNames {
    private static final int SHOWN_MAX = 40;

    private CrewNames() {}

    /// The one of `members` who is called so.
    ///
    /// @throws TownException NOT_FOUND when nobody is, BAD_INPUT when several are
    public static Agent find(List<Agent> members, String name) {
        List<Agent> meant = members.stream().filter(member -> isCalled(member, name)).toList();
        if (meant.isEmpty()) {
            throw nobody(name, members);
        }
        if (meant.size() > 1) {
            throw TownException.badInput("Which %s? Name one of %s.".formatted(name, names(meant)));
        }
        return meant.getFirst();
    }

    public static boolean isCalled(Agent member, String name) {
        String bare = name.startsWith("@") ? name.substring(1) : name;
        return List.of(member.name(), member.rig() + "/" + member.name(), member.actor().text())
                .contains(bare);
    }

    /// The refusal of a name that none of `members` has.
    public static TownException nobody(String name, List<Agent> members) {
        return TownException.notFound(
                "Nobody called '%s' is in a crew here%s."
                        .formatted(
                                Clipped.to(SHOWN_MAX, name),
                                members.isEmpty()
                                        ? ": `gt crew add NAME` adds somebody"
                                        : "; there is " + names(members)));
    }

    private static String names(List<Agent> members) {
        return members.stream()
                .map(it -> it.rig() + "/" + it.name())
                .collect(Collectors.joining(", "));
    }
}
