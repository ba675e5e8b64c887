package dev.townhall.core.agent;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Who works where. Identities are never deleted: a name keeps its history.
public final class Roster {
    private static final List<String> NAMES =
            List.of(
                    "nux",
                    "furiosa",
                    "slit",
                    "toast",
                    "dag",
                    "capable",
                    "cheedo",
                    "angharad",
                    "valkyrie",
                    "rictus",
                    "morsov",
                    "ace",
                    "keeper",
                    "maadi",
                    "gale",
                    "doof",
                    "corpus",
                    "organic",
                    "fragile",
                    "goose",
                    "feral",
                    "wez",
                    "papagallo",
                    "zetta",
                    "pappy",
                    "curmudgeon",
                    "gyro",
                    "lusty",
                    "scrooloose",
                    "savannah",
                    "blaster",
                    "entity",
                    "ironbar",
                    "pigkiller",
                    "jedediah",
                    "collector",
                    "dealgood",
                    "blackfinger",
                    "pinky",
                    "dusty",
                    "ember",
                    "flint",
                    "grit",
                    "rust",
                    "spark",
                    "torque",
                    "piston",
                    "gasket",
                    "sprocket",
                    "diesel");

    private Roster() {}

    /// The polecats of a rig, by bead id.
    public static List<Agent> polecats(LedgerView view, RigName rig) {
        return all(view).stream()
                .filter(agent -> agent.role() == AgentRole.POLECAT && agent.rig().equals(rig))
                .toList();
    }

    public static List<Agent> all(LedgerView view) {
        return view.ofType(Bead.AGENT).stream()
                .flatMap(bead -> Agent.ASPECT.of(bead).stream())
                .toList();
    }

    public static Agent get(LedgerView view, BeadId agentBead) {
        return Agent.ASPECT
                .of(view.get(agentBead))
                .orElseThrow(() -> TownException.badInput(agentBead + " is not an agent."));
    }

    /// A new polecat with the next name of the pool that nobody on the rig has; after the pool, names
    /// are numbered.
    public static Agent recruit(Transaction tx, RigName rig) {
        Set<String> taken =
                all(tx).stream()
                        .filter(agent -> agent.role() != AgentRole.WITNESS)
                        .filter(agent -> agent.rig().equals(rig))
                        .map(Agent::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        String name =
                NAMES.stream()
                        .filter(candidate -> !taken.contains(candidate))
                        .findFirst()
                        .orElseGet(() -> "polecat" + (taken.size() + 1));
        Agent agent = new Agent(rig, name, AgentRole.POLECAT, 0, 0);
        Bead bead = Bead.fresh(agent.beadId(), Bead.AGENT, "Polecat " + name, tx.actor(), tx.now());
        tx.create(Agent.ASPECT.set(bead, agent));
        return agent;
    }

    /// The rig's witness, made when it is asked for first.
    public static Agent witness(Transaction tx, RigName rig) {
        return only(tx, new Agent(rig, "witness", AgentRole.WITNESS, 0, 0), "Witness of " + rig);
    }

    /// The rig's agent for conflicts, made when it is asked for first.
    public static Agent resolver(Transaction tx, RigName rig) {
        return only(tx, new Agent(rig, "resolver", AgentRole.REFINERY, 0, 0), "Resolver of " + rig);
    }

    private static Agent only(Transaction tx, Agent agent, String title) {
        if (tx.find(agent.beadId()).isEmpty()) {
            Bead bead = Bead.fresh(agent.beadId(), Bead.AGENT, title, tx.actor(), tx.now());
            tx.create(Agent.ASPECT.set(bead, agent));
        }
        return get(tx, agent.beadId());
    }

    /// The member of a rig's crew of this name, made when it is asked for first.
    public static Agent crew(Transaction tx, RigName rig, String name) {
        Agent agent = new Agent(rig, name, AgentRole.CREW, 0, 0);
        if (tx.find(agent.beadId()).isEmpty()) {
            Bead bead =
                    Bead.fresh(
                            agent.beadId(),
                            Bead.AGENT,
                            "%s of the crew of %s".formatted(name, rig),
                            tx.actor(),
                            tx.now());
            tx.create(Agent.ASPECT.set(bead, agent));
        }
        return get(tx, agent.beadId());
    }

    /// Changes an agent's history.
    public static void record(Transaction tx, BeadId agentBead, UnaryOperator<Agent> change) {
        Bead bead = tx.get(agentBead);
        tx.update(Agent.ASPECT.set(bead, change.apply(get(tx, agentBead))));
    }
}
