package dev.townhall.core.simulation.check;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Hooks, fencing numbers and merge requests agree with the beads they are about.
final class WorkChecks {
    private final Map<BeadId, Long> fences = new LinkedHashMap<>();

    void check(LedgerView view, Set<BeadId> changed) {
        boolean concerned = false;
        for (BeadId id : changed) {
            Bead bead = view.get(id);
            if (bead.type().equals(Bead.AGENT)) {
                fence(id, Hooks.of(bead).fence());
                concerned = true;
            }
            concerned |= Work.ASPECT.of(bead).isPresent() || bead.type().equals(Bead.MERGE_REQUEST);
        }
        if (concerned) {
            consistent(view);
        }
    }

    private void fence(BeadId agent, long fence) {
        Long before = fences.put(agent, fence);
        Violation.unless(
                before == null || before <= fence,
                "the fencing number of %s went back from %s to %s",
                agent,
                before,
                fence);
    }

    private void consistent(LedgerView view) {
        Map<BeadId, String> holders = new LinkedHashMap<>();
        for (Agent agent : Roster.all(view)) {
            if (Hooks.of(view, agent.beadId()) instanceof Hook.Loaded loaded) {
                String other = holders.put(loaded.bead(), agent.actor().text());
                Violation.unless(
                        other == null,
                        "%s is on the hooks of %s and %s",
                        loaded.bead(),
                        other,
                        agent.name());
                Bead bead = view.get(loaded.bead());
                if (agent.servesTheQueue()) {
                    holders.remove(loaded.bead());
                    continue;
                }
                Violation.unless(
                        bead.status().equals(BeadStatus.HOOKED)
                                && bead.assignee().equals(agent.actor().text()),
                        "%s is on the hook of %s, but it is %s, assigned to '%s'",
                        bead.id(),
                        agent.actor(),
                        bead.status(),
                        bead.assignee());
            }
        }
        Map<BeadId, BeadId> asking = new LinkedHashMap<>();
        for (Bead bead : view.ofType(Bead.MERGE_REQUEST)) {
            if (bead.isClosed()) {
                continue;
            }
            MergeRequest request = MergeRequest.ASPECT.of(bead).orElseThrow();
            BeadId other = asking.put(request.bead(), bead.id());
            Violation.unless(
                    other == null,
                    "%s asks to be merged twice: %s, %s",
                    request.bead(),
                    other,
                    bead.id());
            Violation.unless(
                    view.get(request.bead()).status().equals(BeadStatus.IN_PROGRESS),
                    "%s asks to be merged (%s), but it is %s",
                    request.bead(),
                    bead.id(),
                    view.get(request.bead()).status());
        }
        for (Bead bead : view.ofType(Bead.TASK)) {
            if (bead.status().equals(BeadStatus.HOOKED)) {
                Violation.unless(
                        holders.containsKey(bead.id()), "%s is hooked, but on no hook", bead.id());
            }
            if (bead.status().equals(BeadStatus.IN_PROGRESS)) {
                Violation.unless(
                        asking.containsKey(bead.id()),
                        "%s is in progress, but nothing asks to merge it",
                        bead.id());
            }
        }
    }
}
