package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.bead.Script;
import dev.townhall.core.bead.WorkTypes;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Rights;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Single beads as people handle them: made outside any plan, put right, given up. Who may do so is
/// the caller's to check, with [#runsCommands] where commands are concerned.
public final class Tasks {
    private Tasks() {}

    /// Makes an open bead that is on nobody's order yet.
    public static Bead create(Transaction tx, Rig rig, TaskText text) {
        BeadId id = tx.newId(rig.prefix(), text.title(), text.description());
        Bead bead =
                new BeadEdit(Bead.fresh(id, Bead.TASK, text.title(), tx.actor(), tx.now()))
                        .description(text.description())
                        .priority(text.priority())
                        .dependencies(blocking(tx, text.after()))
                        .labels(labels(List.of(), text))
                        .done();
        Bead made = tx.create(bead);
        Events.emit(tx, new TownEvent.BeadCreated(id, text.title()));
        return made;
    }

    /// Puts a bead right that nobody works on: its text becomes `text`.
    ///
    /// @param by who does it: an operator, for commands an approver, as for launching them
    /// @param seen the bead as it was when `text` was written; a conflict when it changed since
    public static Bead edit(Transaction tx, Person by, Bead seen, TaskText text) {
        Bead bead = tx.get(seen.id());
        Optional<RigName> rig = Rigs.byPrefix(tx, bead.id().prefix()).map(Rig::name);
        Rights.need(by, Role.OPERATOR, rig, "changing a bead");
        if (bead.version() != seen.version()) {
            throw TownException.conflict(
                    "Bead %s was changed meanwhile. Look at it again: %s."
                            .formatted(bead.id(), Spoken.command("show " + bead.id())));
        }
        mustRest(tx, bead, "changed");
        TaskText before = TaskText.of(bead);
        List<String> changed = before.differencesTo(text);
        if (changed.isEmpty()) {
            return bead;
        }
        if (changed.contains(TaskText.COMMANDS)) {
            Rights.need(by, Role.APPROVER, rig, "changing commands");
        }
        refuseCircle(tx, bead.id(), text.after());
        Bead next =
                new BeadEdit(bead)
                        .title(text.title())
                        .description(text.description())
                        .priority(text.priority())
                        .dependencies(edges(tx, bead, before, text))
                        .labels(labels(bead.labels(), text))
                        .updatedAt(tx.now())
                        .done();
        Optional<Work> work = Work.ASPECT.of(bead);
        if (work.isPresent() && changed.contains(TaskText.COMMANDS)) {
            next = Work.ASPECT.set(next, work.get().anew());
        }
        Bead stored = tx.update(next);
        Escalations.openAbout(tx, bead.id())
                .ifPresent(escalation -> Escalations.mended(tx, escalation, changed));
        Events.emit(tx, new TownEvent.BeadEdited(bead.id(), work.flatMap(Work::convoy), changed));
        return stored;
    }

    /// Gives a bead up that nobody works on, or that is called back from where it is hindered; an
    /// escalation about it is settled with it.
    ///
    /// @param why in the person's words, empty for none
    public static void drop(Transaction tx, BeadId id, String why) {
        Bead bead = tx.get(id);
        if (isStuck(tx, bead)) {
            Recall.recallBecause(tx, id, why);
            return;
        }
        mustRest(tx, bead, "dropped");
        boolean parent =
                tx.dependents(id).stream()
                        .anyMatch(child ->
                                !child.isClosed()
                                        && child.targets(Dependency.PARENT_CHILD).contains(id));
        if (parent) {
            throw TownException.wrongState(
                    "Bead %s cannot be dropped: open beads belong to it. Drop those, or the convoy."
                            .formatted(id));
        }
        Optional<BeadId> escalation = Escalations.openAbout(tx, id);
        if (escalation.isPresent()) {
            Works.giveUp(tx, escalation.get(), why);
        } else {
            Works.dropBecause(tx, id, why);
        }
    }

    /// Whether something keeps a bead from going on where it is now, so that nothing of it is under
    /// way that would be cut off.
    private static boolean isStuck(LedgerView view, Bead bead) {
        boolean held =
                bead.status().equals(BeadStatus.HOOKED)
                        || request(view, bead)
                                .filter(it -> it.phase() != MergeRequest.Phase.MERGING)
                                .isPresent();
        return held && Hindrances.in(view).of(bead.id()).isPresent();
    }

    /// Whether a bead is work that people handle, and not one of the town's own records.
    public static boolean isWork(Bead bead) {
        return WorkTypes.isWork(bead)
                || bead.type().equals(Bead.EPIC)
                || Work.ASPECT.of(bead).isPresent();
    }

    /// Whether a bead holds something that would run on the town's machine.
    public static boolean runsCommands(Bead bead) {
        return Script.of(bead).isPresent() || Script.verificationOf(bead).isPresent();
    }

    private static void mustRest(LedgerView view, Bead bead, String what) {
        if (!isWork(bead)) {
            throw TownException.badInput(
                    "%s cannot be %s: it is no work but a %s."
                            .formatted(bead.id(), what, bead.type()));
        }
        busy(view, bead)
                .ifPresent(why -> {
                    throw TownException.wrongState(
                            "Bead %s cannot be %s: %s".formatted(bead.id(), what, why));
                });
    }

    /// Why a bead must be left alone now, and what to do about it.
    private static Optional<String> busy(LedgerView view, Bead bead) {
        if (bead.isClosed()) {
            return Optional.of("it is closed (%s).".formatted(bead.closeReason()));
        }
        Optional<Work> work = Work.ASPECT.of(bead);
        Optional<BeadId> convoy = work.flatMap(Work::convoy);
        if (bead.status().equals(BeadStatus.HOOKED)) {
            String who =
                    Hooks.holder(view, bead.id()).map(agent -> agent.name()).orElse("a polecat");
            String otherwise = convoy.map(Tasks::orDrop).orElse("");
            return Optional.of(
                    Hindrances.in(view)
                            .of(bead.id())
                            .map(finding ->
                                    "%s holds it and cannot go on: %s Put that right, or give it up: %s."
                                            .formatted(
                                                    who,
                                                    finding.text(),
                                                    Spoken.command("drop " + bead.id())))
                            .orElse("%s works on it. Wait for that%s.".formatted(who, otherwise)));
        }
        if (request(view, bead).isPresent()) {
            return Optional.of(
                    "its work is on the way to be merged. Stop that first: %s."
                            .formatted(Spoken.command("mq reject " + bead.id())));
        }
        return convoy.filter(id -> Convoys.get(view, id).state() == Convoy.State.STAGED)
                .map(id ->
                        "it belongs to the plan of %s, which is not launched. Change that plan%s."
                                .formatted(id, orDrop(id)));
    }

    private static Optional<MergeRequest> request(LedgerView view, Bead bead) {
        return Work.ASPECT
                .of(bead)
                .flatMap(Work::mergeRequest)
                .map(id -> MergeRequests.get(view, id))
                .filter(it -> !it.phase().isOver());
    }

    private static String orDrop(BeadId convoy) {
        return ", or drop its whole convoy: " + Spoken.command("drop " + convoy);
    }

    private static List<Dependency> blocking(Transaction tx, List<BeadId> after) {
        return after.stream()
                .map(id -> Dependency.on(id, Dependency.BLOCKS, tx.now(), tx.actor()))
                .toList();
    }

    private static List<Dependency> edges(
            Transaction tx, Bead bead, TaskText before, TaskText text) {
        if (before.after().equals(text.after())) {
            return bead.dependencies();
        }
        List<Dependency> edges = new ArrayList<>(bead.dependencies());
        edges.removeIf(edge -> edge.type().equals(Dependency.BLOCKS));
        edges.addAll(blocking(tx, text.after()));
        return edges;
    }

    /// The labels of a bead, with those that stand for what people asked for.
    static List<String> labels(List<String> present, TaskText text) {
        List<String> labels = new ArrayList<>(present);
        labels.remove(MergeRequests.APPROVAL_LABEL);
        labels.remove(MergeRequests.WITNESS_LABEL);
        if (text.approval()) {
            labels.add(MergeRequests.APPROVAL_LABEL);
        }
        if (text.witness()) {
            labels.add(MergeRequests.WITNESS_LABEL);
        }
        return labels;
    }

    /// A bead that waits for itself, however far round, would wait for ever.
    private static void refuseCircle(LedgerView view, BeadId id, List<BeadId> after) {
        Set<BeadId> seen = new TreeSet<>();
        List<BeadId> next = new ArrayList<>(after);
        while (!next.isEmpty()) {
            BeadId at = next.removeLast();
            if (at.equals(id)) {
                throw TownException.badInput(
                        "Bead %s would wait for itself. Leave that out of what it waits for."
                                .formatted(id));
            }
            if (seen.add(at)) {
                view.find(at)
                        .ifPresent(bead -> {
                            next.addAll(bead.targets(Dependency.BLOCKS));
                            next.addAll(bead.targets(Dependency.PARENT_CHILD));
                        });
            }
        }
    }
}
