package dev.townhall.core.talk;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.Optional;

/// Conversations with past sessions: in each place one for each session that is asked there.
public final class Seances {
    /// How the beads of these conversations are named.
    public static final String ID_PREFIX = Talks.ID_START + "seance";

    private Seances() {}

    /// Keeps a question until the session answers it.
    ///
    /// @param conversation where it is asked and answered
    /// @param role of the agent whose session it was
    public static Talks.Heard ask(
            Transaction tx, String conversation, Seance seance, AgentRole role, Message message) {
        BeadId id =
                find(tx, conversation, seance)
                        .orElseGet(() -> begun(tx, conversation, seance, role));
        return Talks.hear(tx, id, message);
    }

    private static Optional<BeadId> find(LedgerView view, String conversation, Seance seance) {
        return view.ofType(Bead.TALK).stream()
                .filter(bead -> Seance.ASPECT.of(bead).equals(Optional.of(seance)))
                .filter(bead ->
                        Talk.ASPECT
                                .of(bead)
                                .filter(it -> it.conversation().equals(conversation))
                                .isPresent())
                .map(Bead::id)
                .findFirst();
    }

    private static BeadId begun(
            Transaction tx, String conversation, Seance seance, AgentRole role) {
        String title = "Seance of %s in %s".formatted(seance.agent(), conversation);
        BeadId id = tx.newId(ID_PREFIX, title, seance.toString());
        Bead bead = Bead.fresh(id, Bead.TALK, title, tx.actor(), tx.now());
        Talk talk = Talk.begun(conversation, seance.voice(), role);
        tx.create(Seance.ASPECT.set(Talk.ASPECT.set(bead, talk), seance));
        return id;
    }
}
