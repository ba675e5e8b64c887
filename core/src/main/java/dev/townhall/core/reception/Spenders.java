package dev.townhall.core.reception;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.Optional;
import java.util.function.Predicate;

/// What is meant by the name of something that money is spent on: a rig (`shop`, `#shop`), an agent as
/// [AgentNames] knows it, or a bead or convoy.
public final class Spenders {
    private Spenders() {}

    /// The bead of a rig or an agent called so; empty where there is none: then it names a bead.
    ///
    /// @param rig whose agents a short name means; empty for all
    /// @param seen the rigs that may be told of
    public static Optional<BeadId> find(
            LedgerView view, String typed, Optional<RigName> rig, Predicate<RigName> seen) {
        String name = typed.startsWith("#") ? typed.substring(1) : typed;
        Optional<BeadId> named =
                Rigs.list(view).stream()
                        .map(Rig::name)
                        .filter(each -> each.text().equals(name) && seen.test(each))
                        .map(Rig::beadId)
                        .findFirst();
        if (named.isPresent()) {
            return named;
        }
        AgentNames agents = new AgentNames(view, rig, seen);
        return agents.isAny(typed) || typed.startsWith("@") || typed.contains("/")
                ? Optional.of(agents.one(typed).beadId())
                : Optional.empty();
    }
}
