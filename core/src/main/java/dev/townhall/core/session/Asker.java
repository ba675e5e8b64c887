package dev.townhall.core.session;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.question.Question;
import java.util.Optional;

/// Which agent's session waits for what a person is asked.
final class Asker {
    private Asker() {}

    /// Whether the agents of many may wait for it: it is about what they may spend.
    static boolean isAboutSpending(Bead bead) {
        return Approval.ASPECT
                .of(bead)
                .filter(approval -> approval.subject() instanceof Approval.Spending)
                .isPresent();
    }

    /// The agent that waits for this answer of a person.
    static Optional<BeadId> of(Bead gate) {
        Optional<BeadId> permission =
                Approval.ASPECT
                        .of(gate)
                        .map(Approval::subject)
                        .filter(Approval.ToolUse.class::isInstance)
                        .map(subject -> ((Approval.ToolUse) subject).agentBead());
        return permission.or(
                () -> Question.ASPECT.of(gate).filter(Question::onHook).map(Question::agentBead));
    }
}
