package dev.townhall.core.simulation.check;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.chat.Places;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.OpenTurn;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.talk.Talk;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// No turn begins on a convoy, a rig or a day whose cap is reached, but for what people added.
final class CapChecks {
    private final Map<BeadId, Optional<OpenTurn>> before = new LinkedHashMap<>();

    /// The conversations in which something is being answered.
    private final Set<BeadId> answering = new LinkedHashSet<>();

    void opened(LedgerView view) {
        before.clear();
        answering.clear();
        view.ofType(Bead.TALK).stream()
                .filter(CapChecks::isAnswered)
                .forEach(talk -> answering.add(talk.id()));
        Roster.all(view)
                .forEach(agent -> before.put(agent.beadId(), Costs.open(view, agent.beadId())));
    }

    void check(LedgerView view, Set<BeadId> changed, Instant now) {
        for (BeadId id : changed) {
            talks(view, view.get(id), now);
            if (!view.get(id).type().equals(Bead.AGENT)) {
                continue;
            }
            Optional<OpenTurn> open = Costs.open(view, id);
            Optional<OpenTurn> last =
                    Objects.requireNonNullElse(before.put(id, open), Optional.empty());
            if (open.isPresent() && last.isEmpty()) {
                begun(view, open.get(), now);
            }
        }
    }

    private void talks(LedgerView view, Bead bead, Instant now) {
        if (!isAnswered(bead)) {
            answering.remove(bead.id());
        } else if (answering.add(bead.id())) {
            begun(view, Optional.empty(), Places.rigOf(view, bead), now);
        }
    }

    private static boolean isAnswered(Bead bead) {
        return Talk.ASPECT.of(bead).filter(talk -> !talk.answering().isEmpty()).isPresent();
    }

    private static void begun(LedgerView view, OpenTurn turn, Instant now) {
        begun(view, turn.convoy(), turn.rig(), now);
    }

    private static void begun(
            LedgerView view, Optional<BeadId> convoy, Optional<RigName> rig, Instant now) {
        CapSettings caps = CapSettings.of(view);
        convoy.ifPresent(id -> within(view, id, caps.convoy()));
        rig.ifPresent(name -> within(view, Costs.dayBead(Optional.of(name), now), caps.rig()));
        within(view, Costs.dayBead(Optional.empty(), now), caps.day());
    }

    private static void within(LedgerView view, BeadId on, Optional<Amount> cap) {
        if (cap.isEmpty()) {
            return;
        }
        long most = cap.get().count();
        for (Bead gate : view.ofType(Bead.GATE)) {
            Optional<Approval> approval = Approval.ASPECT.of(gate);
            if (approval.isPresent()
                    && approval.get().state() == Approval.State.APPROVED
                    && approval.get().subject() instanceof Approval.Spending spending
                    && spending.on().equals(on)
                    && spending.unmeasured().isEmpty()) {
                most += spending.more().count();
            }
        }
        long spent = cap.get().in(Costs.of(view, on));
        Violation.unless(spent < most, "a turn began on %s with %s of %s spent", on, spent, most);
    }
}
