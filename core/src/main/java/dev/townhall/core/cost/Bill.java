package dev.townhall.core.cost;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What was spent, as people are told: the last days (UTC), and each rig and agent since its
/// beginning. What nothing was spent on is left out.
public record Bill(List<Line> days, List<Line> rigs, List<Line> agents) {
    private static final int DAYS = 7;

    /// What was spent on one thing.
    ///
    /// @param on a day, a rig or an agent
    public record Line(String on, Spend spend) {}

    /// What the whole town spent.
    ///
    /// @param now its day is the last
    public static Bill of(LedgerView view, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        List<Line> days = new ArrayList<>();
        for (int ago = 0; ago < DAYS; ago++) {
            LocalDate day = today.minusDays(ago);
            Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            add(days, day.toString(), Costs.onDay(view, at));
        }
        return of(view, days, _ -> true);
    }

    /// Only of some rigs: the town's days are not told then.
    public static Bill of(LedgerView view, Predicate<RigName> shown) {
        return of(view, List.of(), shown);
    }

    private static Bill of(LedgerView view, List<Line> days, Predicate<RigName> shown) {
        List<Line> rigs = new ArrayList<>();
        for (Rig rig : Rigs.list(view)) {
            if (shown.test(rig.name())) {
                add(rigs, rig.name().text(), Costs.of(view, Rig.beadId(rig.name())));
            }
        }
        List<Line> agents = new ArrayList<>();
        Roster.all(view).stream()
                .filter(agent -> shown.test(agent.rig()))
                .forEach(
                        agent -> add(agents, agent.actor().text(), Costs.of(view, agent.beadId())));
        return new Bill(days, rigs, agents);
    }

    private static void add(List<Line> lines, String on, Spend spend) {
        if (spend.turns() > 0) {
            lines.add(new Line(on, spend));
        }
    }

    public boolean isEmpty() {
        return days.isEmpty() && rigs.isEmpty() && agents.isEmpty();
    }
}
