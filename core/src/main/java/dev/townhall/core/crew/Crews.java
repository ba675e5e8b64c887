package dev.townhall.core.crew;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.crew.CrewMember.State;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.rig.Rig;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Who is in the crew of which rig. A member is an identity with a tree of its own that lasts: no
/// patrol ends it, only a person does.
public final class Crews {
    private static final int NAME_SHOWN_MAX = 40;

    /// Members of one rig.
    public static final int MEMBERS_MAX = 20;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,19}");

    /// Names that mean somebody or everybody already.
    private static final List<String> RESERVED =
            List.of(
                    "mayor",
                    "deacon",
                    "dog",
                    "dogs",
                    "boot",
                    "witness",
                    "refinery",
                    "polecat",
                    "polecats",
                    "crew",
                    "overseer",
                    "town",
                    "townhall",
                    "gates",
                    "all",
                    "here",
                    "channel",
                    "everyone",
                    "everybody",
                    "room",
                    "nobody",
                    "stranger",
                    "gt",
                    "bd");

    private Crews() {}

    /// Adds somebody to the crew of a rig; who was in it before is in it again.
    ///
    /// @param preset the agent it is to be, else the settings choose
    public static Agent add(Transaction tx, Rig rig, String name, Optional<String> preset) {
        mustBeFree(tx, rig, name);
        Agent agent = Roster.crew(tx, rig.name(), name);
        move(tx, agent, member -> member.joining(preset));
        Events.emit(tx, new TownEvent.CrewJoined(agent.beadId(), rig.name(), name));
        return agent;
    }

    private static void mustBeFree(LedgerView view, Rig rig, String name) {
        if (!NAME.matcher(name).matches()) {
            throw TownException.badInput(
                    "A member's name is 2 to 20 of a-z and 0-9, a letter first; found '%s'."
                            .formatted(Clipped.to(NAME_SHOWN_MAX, name)));
        }
        if (RESERVED.contains(name)) {
            throw TownException.badInput(
                    "'@%s' means something else already. Give another name.".formatted(name));
        }
        if (People.find(view, name).isPresent()) {
            throw TownException.badInput(
                    "'@%s' is a person here. Give another name.".formatted(name));
        }
        if (rig.state() != Rig.State.READY && rig.state() != Rig.State.PARKED) {
            throw TownException.wrongState(
                    "Rig %s has no repository yet, so nobody can work on it."
                            .formatted(rig.name()));
        }
        for (Agent other : Roster.all(view)) {
            if (!other.rig().equals(rig.name()) || !other.name().equals(name)) {
                continue;
            }
            if (other.role() != AgentRole.CREW) {
                throw TownException.badInput(
                        "%s is a %s of rig %s. Give another name."
                                .formatted(name, other.role().word(), rig.name()));
            }
            refuseMember(known(view, other), other);
        }
        if (of(view, rig.name()).size() >= MEMBERS_MAX) {
            throw TownException.wrongState(
                    "The crew of %s has %s members; that is the most."
                            .formatted(rig.name(), MEMBERS_MAX));
        }
    }

    private static void refuseMember(CrewMember known, Agent agent) {
        if (known.state() == State.ACTIVE) {
            throw TownException.wrongState(
                    "%s is in the crew of %s already.".formatted(agent.name(), agent.rig()));
        }
        if (known.isLeaving()) {
            throw TownException.wrongState(
                    "%1$s is just being removed from the crew of %2$s%3$s. Add it again once `gt crew list` shows no %1$s."
                            .formatted(
                                    agent.name(),
                                    agent.rig(),
                                    known.removal()
                                            .map(it ->
                                                    ", as %s wants".formatted(it.by().shortName()))
                                            .orElse("")));
        }
    }

    /// Those of a rig that were not removed, by name.
    public static List<Agent> of(LedgerView view, RigName rig) {
        return all(view).stream().filter(agent -> agent.rig().equals(rig)).toList();
    }

    /// Those of all rigs that were not removed, by rig and name.
    public static List<Agent> all(LedgerView view) {
        return Roster.all(view).stream()
                .filter(agent -> agent.role() == AgentRole.CREW)
                .filter(agent -> state(view, agent) != State.REMOVED)
                .toList();
    }

    /// The member of this name, unless it was removed.
    public static Optional<Agent> find(LedgerView view, RigName rig, String name) {
        return of(view, rig).stream().filter(agent -> agent.name().equals(name)).findFirst();
    }

    /// Whether `name` means somebody or everybody already.
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /// What a bead says of a member, if it is one's.
    public static Optional<CrewMember> member(LedgerView view, BeadId agentBead) {
        return view.find(agentBead).flatMap(CrewMember.ASPECT::of);
    }

    /// The transaction's actor wants the member to leave: nobody talks with it any more. Returns the
    /// decision, which is carried out later and may be refused then.
    ///
    /// @param agreed the word for what may be lost with it
    public static Removal leave(Transaction tx, Agent agent, Optional<String> agreed) {
        return move(tx, agent, member -> member.leaving(tx.actor(), tx.now(), agreed)).leavingBy();
    }

    /// What is in its tree was looked through: it is deleted next.
    public static void deleting(Transaction tx, Agent agent, long number) {
        move(tx, agent, member -> member.deleting(number));
    }

    /// It is not removed after all.
    public static void stay(Transaction tx, Agent agent, long number, String why) {
        move(tx, agent, member -> member.staying(number, why));
    }

    /// Its tree is deleted: the member is gone.
    public static void remove(Transaction tx, Agent agent, long number) {
        move(tx, agent, member -> member.removed(number));
        left(tx, agent);
    }

    /// Its rig is removed, and it with that. The caller has made sure that its work is safe elsewhere.
    public static void removeWithRig(Transaction tx, Agent agent) {
        move(tx, agent, CrewMember::removed);
        left(tx, agent);
    }

    private static void left(Transaction tx, Agent agent) {
        Events.emit(tx, new TownEvent.CrewLeft(agent.beadId(), agent.rig(), agent.name()));
    }

    private static State state(LedgerView view, Agent agent) {
        return known(view, agent).state();
    }

    private static CrewMember known(LedgerView view, Agent agent) {
        return member(view, agent.beadId())
                .orElse(new CrewMember(State.REMOVED, Optional.empty(), Optional.empty()));
    }

    private static CrewMember move(Transaction tx, Agent agent, UnaryOperator<CrewMember> step) {
        CrewMember next = step.apply(known(tx, agent));
        tx.update(CrewMember.ASPECT.set(tx.get(agent.beadId()), next));
        return next;
    }
}
