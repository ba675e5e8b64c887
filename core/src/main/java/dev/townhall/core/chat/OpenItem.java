package dev.townhall.core.chat;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One thing that waits for a person. What there is of it at a moment is the one list that the
/// inbox shows, in the chat, in the town hall and in the terminal.
public sealed interface OpenItem {
    /// A merge, or what an agent asks to do.
    record Asked(BeadId id, Approval approval) implements OpenItem {}

    /// What the town cannot settle alone.
    record Raised(BeadId id, Escalation escalation) implements OpenItem {}

    /// A question of an agent.
    record Wondered(BeadId id, Question question) implements OpenItem {}

    /// What keeps work from going on, with the beads it holds: at least one.
    record Hindered(Finding finding, List<BeadId> beads) implements OpenItem {
        public Hindered {
            beads = List.copyOf(beads);
        }
    }

    /// A letter to one person.
    record Written(Bead bead, Letter letter) implements OpenItem {}

    /// What waits for those who may settle it, oldest first.
    static List<OpenItem> all(LedgerView view) {
        List<OpenItem> all = new ArrayList<>();
        Approvals.pending(view).stream()
                .map(Bead::id)
                .forEach(id -> all.add(new Asked(id, Approvals.get(view, id))));
        Escalations.open(view).stream()
                .map(Bead::id)
                .forEach(id -> all.add(new Raised(id, Escalations.get(view, id))));
        Questions.open(view).stream()
                .map(Bead::id)
                .forEach(id -> all.add(new Wondered(id, Questions.get(view, id))));
        Hindrances.in(view)
                .all()
                .forEach((finding, beads) -> all.add(new Hindered(finding, beads)));
        all.sort(Comparator.comparing(OpenItem::since).thenComparing(OpenItem::name));
        return all;
    }

    /// The same, with the letters to `person` after it.
    static List<OpenItem> of(LedgerView view, Actor person) {
        List<OpenItem> all = new ArrayList<>(all(view));
        Mail.inbox(view, person)
                .forEach(bead -> all.add(new Written(bead, Mail.get(view, bead.id()))));
        return all;
    }

    /// What it is answered by; of a hindrance what that is about.
    default String name() {
        return switch (this) {
            case Asked asked -> asked.id().text();
            case Raised raised -> raised.id().text();
            case Wondered wondered -> wondered.id().text();
            case Hindered hindered -> hindered.finding().about();
            case Written written -> written.bead().id().text();
        };
    }

    default Instant since() {
        return switch (this) {
            case Asked asked -> asked.approval().asked();
            case Raised raised -> raised.escalation().raised();
            case Wondered wondered -> wondered.question().asked();
            case Hindered hindered -> hindered.finding().since();
            case Written written -> written.letter().sent();
        };
    }

    /// The work that it is about.
    default List<BeadId> beads() {
        return switch (this) {
            case Asked asked -> List.of(asked.approval().bead());
            case Raised raised -> List.of(raised.escalation().bead());
            case Wondered wondered -> wondered.question().bead().stream().toList();
            case Hindered hindered -> hindered.beads();
            case Written written -> written.letter().about().stream().toList();
        };
    }

    /// The key of the post by which `person` was told.
    default String key(String person) {
        return switch (this) {
            case Asked asked -> ApprovalCard.key(asked.id(), person);
            case Raised raised -> EscalationCard.key(raised.id(), person);
            case Wondered wondered -> QuestionCard.key(wondered.id(), person);
            case Hindered hindered -> HindranceCard.key(hindered.finding(), person);
            case Written written -> LetterCard.key(written.bead());
        };
    }
}
