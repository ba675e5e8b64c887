package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.ledger.LedgerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the town cannot settle alone, put before a person.
public final class EscalationCard {
    private EscalationCard() {}

    public static String key(BeadId escalation, String person) {
        return "escalation:" + escalation + ":" + person;
    }

    public static Card of(LedgerView view, BeadId id, Escalation escalation) {
        Bead bead = view.get(escalation.bead());
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("bead", bead.id() + " " + bead.title()));
        fields.add(new Card.Field("rig", escalation.rig().text()));
        escalation.convoy().ifPresent(it -> fields.add(new Card.Field("convoy", it.text())));
        escalation.ackedBy().ifPresent(by -> fields.add(new Card.Field("seen by", by.shortName())));
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(reason(escalation)));
        boolean current = escalation.mended().isEmpty();
        if (current && !escalation.log().isBlank()) {
            body.add(new Card.Code("end of the log", escalation.log()));
        }
        if (escalation.isOpen()) {
            if (current) {
                body.add(new Card.Text(cure(bead, escalation)));
            }
            return new Card(
                    bead.id() + " needs a decision",
                    Card.Tone.BAD,
                    fields,
                    Optional.empty(),
                    body,
                    actions(id, escalation),
                    "Retry or drop %s? %s: %s"
                            .formatted(bead.id(), reason(escalation), bead.title()));
        }
        String outcome =
                escalation.outcome()
                        + escalation.closedBy().map(by -> " by " + by.shortName()).orElse("");
        fields.add(new Card.Field("decision", outcome));
        return new Card(
                bead.id() + ": " + outcome,
                Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                body,
                List.of(),
                bead.id() + " was " + outcome + ": " + bead.title());
    }

    /// Why it waits; what was so before somebody put it right is said as such.
    public static String reason(Escalation escalation) {
        return escalation
                .mended()
                .map(how ->
                        "%s, and it was not tried again yet. Before that: %s"
                                .formatted(how.sentence(), escalation.reason()))
                .orElse(escalation.reason());
    }

    private static String cure(Bead bead, Escalation escalation) {
        String gate =
                "the gates of %s are changed with `gt rig set %s --gate CMD`%s"
                        .formatted(
                                escalation.rig(),
                                escalation.rig(),
                                Spoken.inTalk(" on the terminal"));
        if (escalation.isByBrokenGate()) {
            return "It is the gate that cannot run: %s; then retry. Where this work took the gate's command away: %s"
                    .formatted(gate, cure(bead));
        }
        return escalation.isByGate()
                ? cure(bead) + " Where the gate is what is wrong: " + gate + "; then retry."
                : cure(bead);
    }

    private static String cure(Bead bead) {
        return Script.of(bead).isPresent()
                ? "To put its commands right first, %s; then retry."
                        .formatted(Launching.cure(bead.id()))
                : "To put its text right first, say %s%s; then retry."
                        .formatted(
                                Spoken.command("edit " + bead.id()),
                                Spoken.inTalk(" with the new text on the lines below"));
    }

    private static List<Action> actions(BeadId id, Escalation escalation) {
        List<Action> actions = new ArrayList<>();
        actions.add(Action.primary("Retry", "retry " + id));
        actions.add(Action.danger("Drop", "drop " + id, "Give this bead up?"));
        if (escalation.ackedBy().isEmpty()) {
            actions.add(Action.plain("Seen", "ack " + id));
        }
        return actions;
    }
}
