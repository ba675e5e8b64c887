package dev.townhall.core.simulation.check;

import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.EventRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events have no gap; what can happen once happens once.
final class Decisions {
    private final Map<String, TownEvent> decided = new LinkedHashMap<>();
    private final List<dev.townhall.core.bead.BeadId> merged = new ArrayList<>();
    private long last;

    List<dev.townhall.core.bead.BeadId> mergesTold() {
        return merged;
    }

    void check(List<EventRecord> events) {
        for (EventRecord event : events) {
            Violation.unless(
                    event.seq() == last + 1, "event %s follows event %s", event.seq(), last);
            last = event.seq();
            switch (Events.read(event)) {
                case TownEvent.ApprovalDecided approval ->
                        once("decided " + approval.approval(), approval);
                case TownEvent.ConvoyLanded landed -> once("landed " + landed.convoy(), landed);
                case TownEvent.BeadClosed closed -> once("closed " + closed.bead(), closed);
                case TownEvent.BeadDropped dropped -> once("closed " + dropped.bead(), dropped);
                case TownEvent.Merged merge -> {
                    once("merged " + merge.bead(), merge);
                    merged.add(merge.bead());
                }
                case TownEvent other -> {}
            }
        }
    }

    private void once(String what, TownEvent event) {
        TownEvent before = decided.put(what, event);
        Violation.unless(before == null, "%s twice: first %s, then %s", what, before, event);
    }
}
