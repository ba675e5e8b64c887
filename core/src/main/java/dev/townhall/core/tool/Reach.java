package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Places;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.talk.Speakers;
import dev.townhall.core.talk.Talks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What a caller may see and change: the beads of its rig, and for the mayor those of every rig in
/// which all whom it answers may do the same.
/// Records of the town (rigs, people, agents, approvals, questions, letters, memories) are no
/// business of `show` and `update`; they have verbs of their own, or none for agents.
record Reach(LedgerView view, Credential who, Role least) {
    private static final List<String> TOWN_RECORDS =
            List.of(
                    Bead.AGENT,
                    Bead.RIG,
                    Bead.PERSON,
                    Bead.GATE,
                    Bead.MESSAGE,
                    Bead.MEMORY,
                    Bead.TALK,
                    "event",
                    "role",
                    "slot",
                    "queue");

    private static final List<String> KEPT_BY_THE_TOWN =
            List.of(Bead.CONVOY, Bead.MERGE_REQUEST, Bead.ESCALATION, "molecule");

    static Reach of(LedgerView view, Tool.Call call) {
        return new Reach(view, call.who(), call.least());
    }

    /// Whether the caller may look into a rig.
    boolean covers(RigName rig) {
        return who.rig().map(rig::equals).orElseGet(() -> isFor(it -> it.may(least, rig)));
    }

    /// Refuses to the mayor what is of the whole town, unless all whom it answers may do it there.
    void needTown(String what) {
        if (who.role() == AgentRole.MAYOR && !isFor(it -> it.mayInTown(least))) {
            throw TownException.forbidden(
                    "%s is for people with the role %s in the whole town, and you answer somebody without it."
                            .formatted(what, least.name().toLowerCase(Locale.ROOT)));
        }
    }

    private boolean isFor(Predicate<Speakers> holds) {
        return who.role() == AgentRole.MAYOR
                && Talks.speakers(view, who.agentBead()).filter(holds).isPresent();
    }

    /// A bead the caller may see. What it may not see does not exist for it.
    Bead seen(String id) {
        Optional<Bead> bead =
                BeadId.isWellFormed(id) ? view.find(new BeadId(id)) : Optional.empty();
        return bead.filter(this::isSeen)
                .orElseThrow(() ->
                        TownException.notFound(
                                "There is no bead '%s' %s. `ready` lists open work."
                                        .formatted(
                                                id.length() > 60 ? id.substring(0, 60) + "…" : id,
                                                where())));
    }

    boolean isSeen(Bead bead) {
        return !TOWN_RECORDS.contains(bead.type())
                && Places.rigOf(view, bead).map(this::covers).orElse(false);
    }

    /// A bead of work, open or not.
    Bead work(String id) {
        Bead bead = seen(id);
        if (KEPT_BY_THE_TOWN.contains(bead.type())) {
            throw TownException.forbidden(
                    "%s is a %s: the town keeps it, nobody edits it."
                            .formatted(bead.id(), bead.type()));
        }
        return bead;
    }

    /// A bead of work whose fields may change by hand.
    Bead changed(String id) {
        Bead bead = work(id);
        if (bead.isClosed()) {
            throw TownException.wrongState(
                    "%s is closed: %s. Make another bead that refers to it."
                            .formatted(bead.id(), bead.closeReason()));
        }
        return bead;
    }

    /// As [#changed], and not on order: what was ordered is what people saw and allowed.
    Bead free(String id, String what) {
        Bead bead = changed(id);
        if (Work.ASPECT.of(bead).isPresent()) {
            throw TownException.wrongState(
                    ("%s is on order, so its %s stays as people saw it. Add a comment, or ask a"
                                    + " person.")
                            .formatted(bead.id(), what));
        }
        return bead;
    }

    /// The rig named, else the caller's own.
    Rig rig(Optional<String> named) {
        RigName name =
                named.map(RigName::new)
                        .or(who::rig)
                        .orElseThrow(() ->
                                TownException.badInput("Which rig? Give 'rig': " + rigs() + "."));
        if (!covers(name)) {
            throw TownException.forbidden("You work %s and not on %s.".formatted(where(), name));
        }
        return Rigs.get(view, name);
    }

    private String rigs() {
        List<String> names =
                Rigs.list(view).stream()
                        .map(Rig::name)
                        .filter(this::covers)
                        .map(RigName::text)
                        .toList();
        return names.isEmpty() ? "there is none" : String.join(", ", names);
    }

    private String where() {
        return who.rig()
                .map(rig -> "on rig " + rig)
                .orElse(who.role() == AgentRole.MAYOR ? "in this town" : "in your reach");
    }
}
