package dev.townhall.core.question;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.ledger.LedgerView;
import java.util.Locale;

/// How often agents asked a person, for permission or with a question, and how much was merged
/// meanwhile. Approvals of merges are asked for by the rig, not by an agent, and do not count.
///
/// @param asked since the town began
/// @param merged beads since the town began
public record Interruptions(int asked, int merged) {
    public static Interruptions of(LedgerView view) {
        int asked = 0;
        for (Bead gate : view.ofType(Bead.GATE)) {
            boolean permission =
                    Approval.ASPECT
                            .of(gate)
                            .filter(approval -> approval.subject() instanceof Approval.ToolUse)
                            .isPresent();
            if (permission || Question.ASPECT.of(gate).isPresent()) {
                asked++;
            }
        }
        return new Interruptions(asked, Roster.all(view).stream().mapToInt(Agent::merged).sum());
    }

    /// `0.25 a merged bead (agents asked 1 time, 4 merged)`.
    public String sentence() {
        String each =
                merged == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "%.2f a merged bead ", (double) asked / merged);
        return "%s(agents asked %s, %s merged)"
                .formatted(each, asked == 1 ? "once" : asked + " times", merged);
    }
}
