package dev.townhall.core.reception;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Places;
import dev.townhall.core.chat.Words;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Rights;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A verb being carried out: who asks, where, in which transaction. Finds what the person means
/// and holds them to their role.
record Asked(Transaction tx, Person person, Conversation where) {
    /// The rig that is talked about here, if the place says.
    Optional<RigName> impliedRig() {
        return switch (where) {
            case Conversation.Channel(RigName rig) -> Optional.of(rig);
            case Conversation.ConvoyThread(BeadId convoy) ->
                    Optional.of(Convoys.get(tx, convoy).rig());
            case Conversation.CrewThread _ -> Places.rigOf(tx, where);
            case Conversation.Inbox _ -> Optional.empty();
        };
    }

    Optional<BeadId> impliedConvoy() {
        return where instanceof Conversation.ConvoyThread(BeadId convoy)
                ? Optional.of(convoy)
                : Optional.empty();
    }

    boolean inThread() {
        return where instanceof Conversation.ConvoyThread;
    }

    boolean inInbox() {
        return where instanceof Conversation.Inbox;
    }

    boolean inChannel() {
        return where instanceof Conversation.Channel;
    }

    /// Whether what becomes of this convoy's work is shown here by the town itself.
    boolean isShown(Optional<BeadId> convoy) {
        return inInbox()
                || (where instanceof Conversation.ConvoyThread(BeadId here)
                        && convoy.filter(here::equals).isPresent());
    }

    /// The rig named, else the implied one, else the only one.
    Rig rig(Optional<String> named) {
        if (named.isPresent()) {
            return visible(named.get());
        }
        Optional<RigName> implied = impliedRig();
        if (implied.isPresent()) {
            return Rigs.get(tx, implied.get());
        }
        List<Rig> rigs = visibleRigs();
        if (rigs.size() == 1) {
            return rigs.getFirst();
        }
        throw TownException.badInput(
                rigs.isEmpty()
                        ? "There is no rig yet. On the terminal: gt rig add <name> <path or URL>."
                        : "Which rig? Name one of "
                                + names(rigs)
                                + Spoken.inTalk(", or say it in its channel")
                                + ".");
    }

    private Rig visible(String name) {
        return visibleRigs().stream()
                .filter(rig -> rig.name().text().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Rigs.unknown(name, visibleRigs().stream().map(Rig::name).toList()));
    }

    /// The agents that can be named here.
    AgentNames agents() {
        return new AgentNames(tx, impliedRig(), this::isVisible);
    }

    /// Whether the person may look at a rig.
    boolean isVisible(RigName rig) {
        return person.roleIn(rig).covers(Role.VIEWER);
    }

    List<Rig> visibleRigs() {
        return Rigs.list(tx).stream().filter(rig -> isVisible(rig.name())).toList();
    }

    /// The bead meant by `typed`. In a rig's own place, beads of other rigs are refused.
    Bead bead(String typed) {
        return bead(typed, Sought.BEAD);
    }

    Bead bead(String typed, Sought sought) {
        Bead bead = tx.get(Ids.resolve(tx, typed, impliedRig(), sought));
        Optional<RigName> belongs = Places.rigOf(tx, bead);
        Optional<RigName> here = impliedRig();
        if (belongs.isPresent() && here.isPresent() && !belongs.equals(here)) {
            throw TownException.badInput(
                    "%s belongs to rig %s, and this is %s's place. Say it in #%s."
                            .formatted(bead.id(), belongs.get(), here.get(), belongs.get()));
        }
        need(Role.VIEWER, belongs, "looking at " + bead.id());
        return bead;
    }

    /// The convoy named, else the one of this thread, else the only one in one of `states` here.
    BeadId convoy(Optional<String> named, List<Convoy.State> states) {
        if (named.isPresent()) {
            Bead bead = bead(named.get(), Sought.CONVOY);
            if (Convoy.ASPECT.of(bead).isEmpty()) {
                throw TownException.badInput(
                        "%s is no convoy. %s".formatted(bead.id(), Sought.CONVOY.where()));
            }
            return bead.id();
        }
        Optional<BeadId> implied = impliedConvoy();
        if (implied.isPresent()) {
            need(Role.VIEWER, impliedRig(), "looking at " + implied.get());
            return implied.get();
        }
        List<Bead> candidates = convoys().stream().filter(bead -> isOneOf(bead, states)).toList();
        if (candidates.size() == 1) {
            return candidates.getFirst().id();
        }
        String which = states.stream().map(Words::lower).collect(Collectors.joining(" or "));
        throw TownException.badInput(
                candidates.isEmpty()
                        ? "There is no %s convoy here. Say %s."
                                .formatted(which, Spoken.command("convoy list"))
                        : "Which convoy? %s are %s. Name one%s."
                                .formatted(
                                        candidates.stream()
                                                .limit(6)
                                                .map(bead -> bead.id().text())
                                                .collect(Collectors.joining(", ")),
                                        which,
                                        Spoken.inTalk(", or say it in its thread")));
    }

    /// The convoys of this place that the person may see, newest first.
    List<Bead> convoys() {
        Optional<RigName> here = impliedRig();
        return Convoys.list(tx).stream()
                .filter(bead -> {
                    RigName rig = Convoys.get(tx, bead.id()).rig();
                    return here.map(rig::equals).orElse(true)
                            && person.roleIn(rig).covers(Role.VIEWER);
                })
                .toList();
    }

    private boolean isOneOf(Bead bead, List<Convoy.State> states) {
        return states.contains(Convoys.get(tx, bead.id()).state());
    }

    void need(Role role, RigName rig, String what) {
        need(role, Optional.of(rig), what);
    }

    /// Refuses unless the person has at least `role` in the rig (in the town, where there is none).
    void need(Role role, Optional<RigName> rig, String what) {
        Rights.need(person, role, rig, what);
    }

    private static String names(List<Rig> rigs) {
        return rigs.stream().map(rig -> rig.name().text()).collect(Collectors.joining(", "));
    }
}
