package dev.townhall.core.reception;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.EscalationCard;
import dev.townhall.core.chat.OpenItem;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.person.Role;
import dev.townhall.core.question.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What waits for a person in the place that they ask in.
final class InboxVerb {
    private InboxVerb() {}

    static Answer inbox(Asked asked) {
        List<Card.Row> rows = new ArrayList<>();
        List<BeadId> about = new ArrayList<>();
        for (OpenItem item : OpenItem.of(asked.tx(), asked.person().actor())) {
            if (concerns(asked, item)) {
                rows.add(row(asked, item));
                about.add(about(item));
            }
        }
        Card card =
                rows.isEmpty()
                        ? Card.line("Nothing waits for you.")
                        : Lists.card(rows.size() + " waiting for you", rows);
        return new Answer(card, about, true);
    }

    private static boolean concerns(Asked asked, OpenItem item) {
        return switch (item) {
            case OpenItem.Asked(_, Approval it) ->
                    mayAnswer(asked, it.decidedIn(), it.convoy(), Role.APPROVER);
            case OpenItem.Raised(_, Escalation it) ->
                    mayAnswer(asked, Optional.of(it.rig()), it.convoy(), Role.APPROVER);
            case OpenItem.Wondered(_, Question it) ->
                    mayAnswer(asked, it.rig(), it.convoy(), Role.OPERATOR);
            case OpenItem.Hindered(_, List<BeadId> beads) -> {
                Work work = Works.get(asked.tx().get(beads.getFirst()));
                yield mayAnswer(asked, Optional.of(work.rig()), work.convoy(), Role.APPROVER);
            }
            case OpenItem.Written _ -> asked.inInbox();
        };
    }

    private static boolean mayAnswer(
            Asked asked, Optional<RigName> rig, Optional<BeadId> convoy, Role least) {
        boolean here =
                asked.impliedConvoy().map(it -> Optional.of(it).equals(convoy)).orElse(true)
                        && asked.impliedRig().map(it -> Optional.of(it).equals(rig)).orElse(true);
        Role role = rig.map(asked.person()::roleIn).orElse(asked.person().role());
        return here && role.covers(least);
    }

    private static BeadId about(OpenItem item) {
        return item instanceof OpenItem.Hindered hindered
                ? hindered.beads().getFirst()
                : new BeadId(item.name());
    }

    private static String about(Asked asked, Approval approval) {
        return approval.subject() instanceof Approval.Spending spending
                ? Sanitizer.line(spending.why())
                : asked.tx().get(approval.bead()).title();
    }

    private static Card.Row row(Asked asked, OpenItem item) {
        String id = about(item).text();
        return switch (item) {
            case OpenItem.Asked(_, Approval approval) ->
                    Lists.row(
                            id,
                            "Approve %s, %s?"
                                    .formatted(ApprovalCard.name(approval), about(asked, approval)),
                            "approve or deny " + id);
            case OpenItem.Raised(_, Escalation escalation) ->
                    Lists.row(
                            id,
                            "%s needs a decision: %s"
                                    .formatted(
                                            escalation.bead(), EscalationCard.reason(escalation)),
                            "retry or drop %s, or edit %s first".formatted(id, escalation.bead()));
            case OpenItem.Wondered(BeadId question, Question it) ->
                    Lists.row(
                            id,
                            it.asker().shortName() + " asks: " + asked.tx().get(question).title(),
                            "reply " + id + " <words>");
            case OpenItem.Hindered hindered ->
                    Lists.row(
                            id,
                            WorkLine.sentence(hindered.finding()),
                            "goes on by itself once that is put right; or drop " + id);
            case OpenItem.Written written -> {
                Letter letter = written.letter();
                yield Lists.row(
                        id,
                        "Mail from %s: %s"
                                .formatted(letter.from().shortName(), written.bead().title()),
                        "reply or ack " + id);
            }
        };
    }
}
