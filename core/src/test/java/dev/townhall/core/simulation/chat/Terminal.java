package dev.townhall.core.simulation.chat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Bindings;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.crew.CrewMember;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.crew.Removal;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.session.CrewReconciler;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.fault.Faults;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.worktree.SimulatedGit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The owner at the town's own terminal: sets the town up, and looks after its rig.
public final class Terminal {
    /// Who is in the rig's crew.
    static final String MEMBER = "max";

    private static final Pattern WORD = Pattern.compile("--discard ([a-z0-9]+)");
    private static final Actor OWNER = Actor.overseer("ada");

    private final Rig rig;
    private final Dice dice;
    private final Faults faults;

    public Terminal(Rig rig, Dice dice, Faults faults) {
        this.rig = rig;
        this.dice = dice;
        this.faults = faults;
    }

    /// People and rig, once.
    public void setUp(Ledger ledger) {
        write(
                ledger,
                tx -> {
                    if (People.find(tx, "ada").isEmpty()) {
                        People.firstOwner(tx, "ada");
                        People.identify(tx, "ada", "slack", "ada");
                        known(tx, "ann", Role.APPROVER);
                        known(tx, "oli", Role.OPERATOR);
                        known(tx, "vic", Role.VIEWER);
                        Rigs.add(tx, rig);
                        Bindings.bind(tx, rig.name(), "slack", "home");
                        AgentChoices.keep(
                                tx,
                                new AgentChoice(
                                        Optional.empty(),
                                        Map.of(AgentRole.MAYOR, "stub"),
                                        Map.of(),
                                        Map.of(),
                                        Map.of()));
                    }
                });
    }

    private static void known(Transaction tx, String name, Role role) {
        People.add(tx, name, role);
        People.identify(tx, name, "web", name);
        People.identify(tx, name, "slack", name);
    }

    /// Mends the rig, where it is not ready; now and then disturbs it.
    public void act(Ledger ledger) {
        RigName name = rig.name();
        Optional<Rig> found = ledger.read(view -> Rigs.find(view, name));
        if (found.isEmpty()) {
            return;
        }
        switch (found.get().state()) {
            case PARKED -> tryTo(ledger, tx -> Rigs.unpark(tx, name));
            case FAILED -> tryTo(ledger, tx -> Rigs.add(tx, rig));
            case READY -> {
                if (ledger.<Boolean>read(view -> Crews.of(view, name).isEmpty())) {
                    tryTo(ledger, tx -> Crews.add(tx, found.get(), MEMBER, Optional.of("stub")));
                }
                if (faults.strikes(Fault.MEMBER_REMOVED)
                        || (wasRefused(ledger, name) && dice.chance(30))) {
                    remove(ledger, name);
                }
                if (faults.strikes(Fault.PEOPLE_MEDDLE) && dice.chance(20)) {
                    meddle(ledger, name);
                }
            }
            case ADDING, REMOVED -> {}
        }
    }

    /// Drops the convoy of a bead.
    public void recall(Ledger ledger, BeadId bead) {
        tryTo(
                ledger,
                tx ->
                        Work.ASPECT
                                .of(tx.get(bead))
                                .flatMap(Work::convoy)
                                .ifPresent(convoy -> Convoys.drop(tx, convoy)));
    }

    /// Wants the member removed, mostly with the word that the last refusal gave.
    private void remove(Ledger ledger, RigName name) {
        tryTo(
                ledger,
                tx ->
                        Crews.find(tx, name, MEMBER)
                                .ifPresent(member ->
                                        CrewReconciler.decide(
                                                tx,
                                                member,
                                                dice.chance(80)
                                                        ? word(tx, member)
                                                        : Optional.empty())));
    }

    /// Who was refused looks at the list, and mostly comes back.
    private static boolean wasRefused(Ledger ledger, RigName name) {
        return ledger.read(view ->
                Crews.find(view, name, MEMBER)
                        .flatMap(member -> Crews.member(view, member.beadId()))
                        .flatMap(CrewMember::removal)
                        .flatMap(Removal::refused)
                        .isPresent());
    }

    /// Writes into the member's tree while the town is down.
    public void edit(SimulatedGit git) {
        Path tree = Path.of("/simulated/%s/trees/crew/%s".formatted(rig.name(), MEMBER));
        if (faults.strikes(Fault.TREE_EDITED)) {
            git.findTree(tree).ifPresent(it -> it.write("edit", "number " + dice.below(1000)));
        }
    }

    private static Optional<String> word(Transaction tx, Agent member) {
        return Crews.member(tx, member.beadId())
                .flatMap(CrewMember::removal)
                .flatMap(Removal::refused)
                .map(WORD::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private void meddle(Ledger ledger, RigName name) {
        if (dice.chance(20)) {
            String place = "home-" + dice.below(3);
            tryTo(ledger, tx -> Bindings.bind(tx, name, "slack", place));
            return;
        }
        List<MergeRequests.Queued> queue = ledger.read(view -> MergeRequests.open(view, name));
        if (queue.isEmpty() || dice.chance(20)) {
            tryTo(ledger, tx -> Rigs.park(tx, name));
        } else {
            MergeRequests.Queued one = dice.oneOf(queue);
            tryTo(ledger, tx -> MergeRequests.reject(tx, one.id(), "not like this"));
        }
    }

    private static void tryTo(Ledger ledger, Consumer<Transaction> change) {
        try {
            write(ledger, change);
        } catch (TownException e) {
            // It is told in one line on the terminal; the owner looks again later.
        }
    }

    private static void write(Ledger ledger, Consumer<Transaction> change) {
        ledger.write(
                OWNER,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }
}
