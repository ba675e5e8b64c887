package dev.townhall.core.cap;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells of caps that hold work, once each, and takes back the questions that nobody needs to answer
/// any more: the day is over, the convoy landed, the settings changed. Its keys are convoys and the
/// beads of days' sums.
public final class CapReconciler implements Reconciler {
    public static final String NAME = "cap";

    private final Ledger ledger;
    private final Time time;
    private final Caps caps;

    public CapReconciler(Ledger ledger, Time time, Caps caps) {
        this.ledger = ledger;
        this.time = time;
        this.caps = caps;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view -> {
            Set<BeadId> on = new LinkedHashSet<>();
            Approvals.pending(view).forEach(bead -> spentOn(bead).ifPresent(on::add));
            on.add(Costs.dayBead(Optional.empty(), time.now()));
            for (Rig rig : Rigs.list(view)) {
                on.add(Costs.dayBead(Optional.of(rig.name()), time.now()));
            }
            view.ofType(Bead.CONVOY).stream()
                    .filter(bead -> !bead.isClosed())
                    .forEach(bead -> on.add(bead.id()));
            return on.stream()
                    .filter(id -> !Asked.about(view, id).isEmpty())
                    .map(BeadId::text)
                    .toList();
        });
    }

    @Override
    public List<String> concerns(String changedBead) {
        BeadId id = new BeadId(changedBead);
        return ledger.read(view -> {
            Optional<Bead> bead = view.find(id);
            boolean asked = bead.isPresent() && !Asked.about(view, id).isEmpty();
            return asked
                    ? List.of(changedBead)
                    : bead.flatMap(CapReconciler::spentOn).map(BeadId::text).stream().toList();
        });
    }

    private static Optional<BeadId> spentOn(Bead gate) {
        return Approval.ASPECT
                .of(gate)
                .map(Approval::subject)
                .filter(Approval.Spending.class::isInstance)
                .map(subject -> ((Approval.Spending) subject).on());
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId on = new BeadId(key);
        if (ledger.<Boolean>read(view -> !stale(view, on).isEmpty())) {
            ledger.write(
                    Actor.TOWN,
                    tx -> {
                        stale(tx, on).forEach(id -> Approvals.decide(tx, id, Decision.SUPERSEDED));
                        return true;
                    });
        }
        return ledger.read(view -> caps.standing(view, on, time.now()))
                .<Outcome>map(about -> new Outcome.Hindered(sentence(about)))
                .orElseGet(Outcome::settled);
    }

    private List<BeadId> stale(LedgerView view, BeadId on) {
        List<Asked.About> asked = Asked.about(view, on);
        return asked.stream()
                .filter(about -> about.approval().state() == Approval.State.PENDING)
                .filter(about -> !caps.isCurrent(view, asked, about, time.now()))
                .map(Asked.About::id)
                .toList();
    }

    private static String sentence(Asked.About about) {
        Approval approval = about.approval();
        String answer =
                switch (approval.state()) {
                    case DENIED ->
                            approval.decidedBy().map(Actor::shortName).orElse("a person")
                                    + " said no, so agents get no further turn there. If they are to go on after all: gt approve "
                                    + about.id()
                                    + ".";
                    case EXPIRED ->
                            "Nobody answered in time, so agents get no further turn there. If they are to go on: gt approve "
                                    + about.id()
                                    + ".";
                    case PENDING, APPROVED, SUPERSEDED ->
                            "Agents get no further turn there before somebody says gt approve "
                                    + about.id()
                                    + ".";
                };
        return about.spending().why() + " " + answer;
    }
}
