package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A plan become beads: items are deferred tasks, parents are epics, `after` is a `blocks` edge.
record Planting(List<List<BeadId>> waves, List<BeadId> epics) {

    static Planting plant(Transaction tx, Rig rig, BeadId convoy, Plan plan) {
        Map<Integer, BeadId> ids = new LinkedHashMap<>();
        List<BeadId> epics = new ArrayList<>();
        for (Plan.Item item : plan.items()) {
            BeadId id = create(tx, rig, convoy, item, ids);
            ids.put(item.number(), id);
            if (item.epic()) {
                epics.add(id);
            }
        }
        for (Plan.Item item : plan.items()) {
            block(tx, item, ids);
        }
        List<List<BeadId>> waves =
                Waves.of(plan).stream()
                        .map(wave -> wave.stream().map(n -> id(ids, n)).toList())
                        .toList();
        return new Planting(waves, epics);
    }

    private static BeadId create(
            Transaction tx, Rig rig, BeadId convoy, Plan.Item item, Map<Integer, BeadId> ids) {
        BeadId id = tx.newId(rig.prefix(), item.title(), item.description());
        String type = item.epic() ? Bead.EPIC : Bead.TASK;
        BeadEdit edit =
                new BeadEdit(Bead.fresh(id, type, item.title(), tx.actor(), tx.now()))
                        .description(item.description())
                        .status(BeadStatus.DEFERRED);
        edit.labels(
                Tasks.labels(
                        List.of(),
                        TaskText.titled(item.title())
                                .withApproval(item.approval())
                                .withWitness(item.witness())));
        if (item.parent() != 0) {
            edit.dependencies(
                    List.of(
                            Dependency.on(
                                    id(ids, item.parent()),
                                    Dependency.PARENT_CHILD,
                                    tx.now(),
                                    tx.actor())));
        }
        Work work = Work.fresh(rig.name(), Optional.of(convoy));
        tx.create(Work.ASPECT.set(edit.done(), work));
        Events.emit(tx, new TownEvent.BeadCreated(id, item.title()));
        return id;
    }

    private static void block(Transaction tx, Plan.Item item, Map<Integer, BeadId> ids) {
        if (item.after().isEmpty()) {
            return;
        }
        Bead bead = tx.get(id(ids, item.number()));
        for (int number : item.after()) {
            BeadId target = id(ids, number);
            bead = bead.plus(Dependency.on(target, Dependency.BLOCKS, tx.now(), tx.actor()));
        }
        tx.update(bead);
    }

    private static BeadId id(Map<Integer, BeadId> ids, int number) {
        BeadId id = ids.get(number);
        if (id == null) {
            throw new IllegalStateException("Plan item " + number + " has no bead yet");
        }
        return id;
    }
}
