package dev.townhall.core.convoy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.bead.Script;
import dev.townhall.core.cap.CapReconciler;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Refinery;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What keeps work from going on although it is somebody's turn: open findings about the worker
/// that has it, the merge queue it is in, or its convoy. As of one view of the ledger.
public final class Hindrances {
    /// A younger finding may pass by itself: this is the time of the first try and two more.
    public static final Duration LASTING = Duration.ofSeconds(10);

    private final LedgerView view;
    private final Map<Finding, List<BeadId>> held = new LinkedHashMap<>();

    private Hindrances(LedgerView view) {
        this.view = view;
        for (Finding finding : Patrol.findings(view)) {
            List<BeadId> beads = heldBy(finding.about());
            if (!beads.isEmpty()) {
                held.put(finding, beads);
            }
        }
    }

    public static Hindrances in(LedgerView view) {
        return new Hindrances(view);
    }

    /// What holds a bead up, if anything does.
    public Optional<Finding> of(BeadId bead) {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().contains(bead))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// All that hold work up and need a person, oldest first, each with the beads it holds.
    public Map<Finding, List<BeadId>> all() {
        Map<Finding, List<BeadId>> all = new LinkedHashMap<>(held);
        all.keySet().removeIf(finding -> passes(finding) || isAsked(finding));
        return Collections.unmodifiableMap(all);
    }

    /// What keeps ready work of a rig from being begun: findings that last about as many of its
    /// workers as there may be. Empty while one of them is free or goes on.
    public List<Finding> ofWorkers(Rig rig, Instant now) {
        List<Finding> found = new ArrayList<>();
        for (Agent agent : Roster.polecats(view, rig.name())) {
            if (Hooks.of(view, agent.beadId()) instanceof Hook.Loaded loaded) {
                of(loaded.bead()).filter(it -> lasts(it, now)).ifPresent(found::add);
            }
        }
        return found.size() < rig.polecatsMax() ? List.of() : found;
    }

    /// Whether it needs a person and stood for longer than what passes by itself.
    public static boolean lasts(Finding finding, Instant now) {
        return !passes(finding) && !now.isBefore(finding.since().plus(LASTING));
    }

    /// What a person is asked about stands with what waits for approval.
    private boolean isAsked(Finding finding) {
        return finding.about().startsWith(CapReconciler.NAME + "/")
                && Approvals.pending(view).stream()
                        .map(bead -> Approvals.get(view, bead.id()).bead().text())
                        .anyMatch(on -> finding.about().endsWith("/" + on));
    }

    private static boolean passes(Finding finding) {
        return finding.kind().equals(Findings.RESTING);
    }

    private List<BeadId> heldBy(String about) {
        int slash = about.indexOf('/');
        if (slash < 0) {
            return List.of();
        }
        String key = about.substring(slash + 1);
        return switch (about.substring(0, slash)) {
            case Hooks.DUTY, Hooks.WITNESS_DUTY, Hooks.RESOLVER_DUTY ->
                    bead(key).map(this::onHook).orElse(List.of());
            case Refinery.NAME -> rig(key).map(this::queued).orElse(List.of());
            case CapReconciler.NAME -> bead(key).map(this::capped).orElse(List.of());
            case ConvoyReconciler.NAME -> bead(key).map(this::unbegun).orElse(List.of());
            default -> List.of();
        };
    }

    /// Not every finding is about a key of the engine's: `polecat/polecats/nux` is a worker of the
    /// rig `polecat`.
    private static Optional<BeadId> bead(String key) {
        return Optional.of(key).filter(BeadId::isWellFormed).map(BeadId::new);
    }

    private Optional<RigName> rig(String key) {
        return Rigs.list(view).stream()
                .map(Rig::name)
                .filter(name -> name.text().equals(key))
                .findFirst();
    }

    private List<BeadId> onHook(BeadId agent) {
        return view.find(agent).map(Hooks::of).stream()
                .filter(Hook.Loaded.class::isInstance)
                .map(hook -> ((Hook.Loaded) hook).bead())
                .toList();
    }

    /// The work of agents with a model that counts against what was spent on `on`.
    private List<BeadId> capped(BeadId on) {
        Optional<Bead> spentOn = view.find(on);
        boolean day = spentOn.filter(bead -> bead.type().equals(Costs.DAY)).isPresent();
        Optional<RigName> rig = day ? Costs.rigOfDay(on) : Optional.empty();
        return Roster.all(view).stream()
                .filter(agent -> rig.map(agent.rig()::equals).orElse(true))
                .map(agent -> Hooks.of(view, agent.beadId()))
                .filter(Hook.Loaded.class::isInstance)
                .map(Hook.Loaded.class::cast)
                .filter(hook -> hook.claim().isEmpty())
                .filter(hook -> day || hook.convoy().equals(Optional.of(on)))
                .map(Hook.Loaded::bead)
                .filter(bead -> Script.of(view.get(bead)).isEmpty())
                .toList();
    }

    private List<BeadId> queued(RigName rig) {
        return MergeRequests.open(view, rig).stream()
                .map(MergeRequests.Queued::request)
                .filter(it ->
                        it.phase() != MergeRequest.Phase.AWAITING_APPROVAL
                                && it.phase() != MergeRequest.Phase.WITNESSING
                                && it.phase() != MergeRequest.Phase.RESOLVING)
                .map(MergeRequest::bead)
                .toList();
    }

    private List<BeadId> unbegun(BeadId convoy) {
        return view.find(convoy).flatMap(Convoy.ASPECT::of).stream()
                .flatMap(it -> it.beads().stream())
                .filter(id -> view.find(id).filter(Hindrances::isOpen).isPresent())
                .toList();
    }

    private static boolean isOpen(Bead bead) {
        return bead.status().equals(BeadStatus.OPEN);
    }
}
