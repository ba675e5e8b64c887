package dev.townhall.core.agent;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The settings' choice of agents, kept where the town's rules can read it. Stored on the bead
/// `hq-agents`; written at every start from the settings.
public final class AgentChoices {
    public static final String TYPE = "settings";
    private static final BeadId ID = new BeadId("hq-agents");
    private static final Aspect<Stored> ASPECT = new Aspect<>("agents", Stored.class);

    private AgentChoices() {}

    /// As the choice, with words for keys.
    private record Stored(
            Optional<String> usual,
            Map<String, String> roles,
            Map<String, String> rigs,
            Map<String, String> workers,
            Map<String, String> labels) {}

    public static AgentChoice of(LedgerView view) {
        return view.find(ID).flatMap(ASPECT::of).map(AgentChoices::choice).orElse(AgentChoice.NONE);
    }

    public static void keep(Transaction tx, AgentChoice choice) {
        if (of(tx).equals(choice)) {
            return;
        }
        Bead bead =
                tx.find(ID)
                        .orElseGet(() ->
                                tx.create(
                                        Bead.fresh(
                                                ID,
                                                TYPE,
                                                "Which agent does what",
                                                tx.actor(),
                                                tx.now())));
        tx.update(ASPECT.set(bead, stored(choice)));
    }

    private static Stored stored(AgentChoice choice) {
        Map<String, String> roles = new LinkedHashMap<>();
        choice.roles().forEach((role, name) -> roles.put(role.word(), name));
        Map<String, String> rigs = new LinkedHashMap<>();
        choice.rigs().forEach((rig, name) -> rigs.put(rig.text(), name));
        Map<String, String> workers = new LinkedHashMap<>();
        choice.workers().forEach((worker, name) -> workers.put(worker.text(), name));
        return new Stored(choice.usual(), roles, rigs, workers, choice.labels());
    }

    private static AgentChoice choice(Stored stored) {
        Map<AgentRole, String> roles = new LinkedHashMap<>();
        stored.roles().forEach((role, name) -> roles.put(AgentRoles.of(role), name));
        Map<RigName, String> rigs = new LinkedHashMap<>();
        stored.rigs().forEach((rig, name) -> rigs.put(new RigName(rig), name));
        Map<Actor, String> workers = new LinkedHashMap<>();
        stored.workers().forEach((worker, name) -> workers.put(new Actor(worker), name));
        return new AgentChoice(stored.usual(), roles, rigs, workers, stored.labels());
    }
}
