package dev.townhall.core.chat;

import dev.townhall.core.account.Account;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.convoy.TaskText;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The cards of single events: what stands below a convoy's card, and in the channels.
final class Milestones {
    private Milestones() {}

    static Card launched(LedgerView view, BeadId id) {
        Convoy convoy = Convoys.get(view, id);
        String by = convoy.launchedBy().map(actor -> " by " + actor.shortName()).orElse("");
        return toned(
                Card.Tone.WORKING,
                "Launched%s: %s in %s.%s"
                        .formatted(
                                by,
                                Words.count(convoy.beads().size(), "bead"),
                                Words.count(convoy.waves().size(), "wave"),
                                Launching.standstill(view, convoy).map(it -> " " + it).orElse("")));
    }

    static Card replanned(TownEvent.ConvoyReplanned event, String by) {
        return Card.line(
                "Plan changed by %s: now %s in %s."
                        .formatted(
                                by,
                                Words.count(event.beads(), "bead"),
                                Words.count(event.waves(), "wave")));
    }

    static Card merged(LedgerView view, TownEvent.Merged event) {
        Bead bead = view.get(event.bead());
        String size =
                "%s, +%s -%s"
                        .formatted(
                                Words.count(event.files(), "file"), event.added(), event.removed());
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("commit", Words.commit(event.commit())));
        fields.add(new Card.Field("by", event.agent().shortName()));
        fields.add(new Card.Field("changes", size));
        fields.add(new Card.Field("gates", gates(event)));
        List<Card.Block> body = new ArrayList<>();
        joined(view, event)
                .ifPresent(conflict -> {
                    fields.add(new Card.Field("conflict", "joined by the resolver"));
                    body.add(new Card.Code("how it was joined", conflict));
                });
        return new Card(
                "Merged " + bead.id() + " " + bead.title(),
                Card.Tone.GOOD,
                fields,
                Optional.empty(),
                body,
                List.of(),
                "Merged %s: %s, %s".formatted(bead.id(), size, bead.title()));
    }

    /// The resolver's words, where it had to join the work with the target.
    private static Optional<String> joined(LedgerView view, TownEvent.Merged event) {
        return view.find(event.mergeRequest())
                .flatMap(MergeRequest.ASPECT::of)
                .flatMap(MergeRequest::resolving)
                .flatMap(Resolving::words)
                .filter(words -> !words.isBlank());
    }

    private static String gates(TownEvent.Merged event) {
        return event.gates().isZero() ? "none" : "green in " + Words.duration(event.gates());
    }

    static Card done(LedgerView view, TownEvent.BeadClosed event) {
        Bead bead = view.get(event.bead());
        return toned(
                Card.Tone.GOOD,
                "Done %s %s: %s".formatted(bead.id(), bead.title(), event.evidence()));
    }

    static Card dropped(Transaction tx, TownEvent.BeadDropped event) {
        Bead bead = tx.get(event.bead());
        String why = event.reason().equals(Works.DROPPED) ? "" : ": " + event.reason();
        return Card.line(
                "Dropped %s %s by %s%s."
                        .formatted(
                                bead.id(), bead.title(), tx.actor().shortName(), withoutStop(why)));
    }

    /// With its commands where those changed: whoever reads along must see what would run.
    static Card edited(Transaction tx, TownEvent.BeadEdited event) {
        Bead bead = tx.get(event.bead());
        String line =
                "Changed %s %s by %s: %s."
                        .formatted(
                                bead.id(),
                                bead.title(),
                                tx.actor().shortName(),
                                String.join(", ", event.changed()));
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(line));
        if (event.changed().contains(TaskText.COMMANDS)) {
            Script.of(bead).ifPresent(it -> body.add(new Card.Code("commands", it.text())));
            Script.verificationOf(bead)
                    .ifPresent(it -> body.add(new Card.Code("verified by", it.text())));
        }
        return new Card("", Card.Tone.PLAIN, List.of(), Optional.empty(), body, List.of(), line);
    }

    private static String withoutStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /// Conflicts are told together: see [Conflicts].
    static Card rework(LedgerView view, TownEvent.ReworkAsked event) {
        Bead bead = view.get(event.bead());
        String cause = Works.sentence(Work.Rework.of(event.cause(), event.files(), event.detail()));
        String line =
                "Sent back %s: %s. Try %s comes next.".formatted(bead.id(), cause, event.attempt());
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(line));
        if (!event.detail().isBlank()) {
            String what =
                    event.cause() == TownEvent.ReworkCause.NOT_ACCEPTED
                            ? "what the witness found"
                            : "end of the log";
            body.add(new Card.Code(what, event.detail()));
        }
        return new Card("", Card.Tone.BAD, List.of(), Optional.empty(), body, List.of(), line);
    }

    /// What was not accepted is told as a rework.
    static Optional<Card> witnessed(LedgerView view, TownEvent.WorkWitnessed event) {
        Bead bead = view.get(event.bead());
        String line =
                "The %s accepted %s %s."
                        .formatted(event.witness().shortName(), bead.id(), bead.title());
        return event.accepted()
                ? Optional.of(
                        new Card(
                                "",
                                Card.Tone.GOOD,
                                List.of(),
                                Optional.empty(),
                                List.of(
                                        new Card.Text(line),
                                        new Card.Code("what the witness found", event.reasons())),
                                List.of(),
                                line))
                : Optional.empty();
    }

    static Card approvalAsked(LedgerView view, TownEvent.ApprovalAsked event) {
        Approval approval = Approvals.get(view, event.approval());
        Bead bead = view.get(event.bead());
        String what =
                switch (approval.subject()) {
                    case Approval.Merge merge ->
                            "merge of %s %s (%s)"
                                    .formatted(bead.id(), bead.title(), ApprovalCard.size(merge));
                    case Approval.ToolUse use ->
                            "%s, on %s, wants to do: %s"
                                    .formatted(
                                            use.agent().shortName(),
                                            bead.id(),
                                            Sanitizer.text(use.tool()));
                    case Approval.Spending spending ->
                            "more for %s. %s"
                                    .formatted(
                                            Sanitizer.line(spending.what()),
                                            withoutStop(Sanitizer.line(spending.why())));
                };
        return toned(
                Card.Tone.WAITING,
                "Waits for approval: %s. Approvers have it in their inbox, or say approve %s."
                        .formatted(what, event.approval()));
    }

    static Card approvalDecided(LedgerView view, TownEvent.ApprovalDecided event) {
        Approval approval = Approvals.get(view, event.approval());
        boolean good = event.decision() == TownEvent.Decision.APPROVED;
        return toned(good ? Card.Tone.GOOD : Card.Tone.PLAIN, ApprovalCard.sentence(approval));
    }

    static Card escalated(LedgerView view, TownEvent.Escalated event) {
        Escalation escalation = Escalations.get(view, event.escalation());
        Bead bead = view.get(event.bead());
        String line =
                "%s %s needs a person: %s Say retry %s or drop %s."
                        .formatted(
                                bead.id(),
                                bead.title(),
                                ended(event.reason()),
                                event.escalation(),
                                event.escalation());
        List<Card.Block> body = new ArrayList<>();
        body.add(new Card.Text(line));
        if (!escalation.log().isBlank()) {
            body.add(new Card.Code("end of the log", escalation.log()));
        }
        return new Card("", Card.Tone.BAD, List.of(), Optional.empty(), body, List.of(), line);
    }

    static Card escalationClosed(LedgerView view, TownEvent.EscalationClosed event) {
        String by =
                Escalations.get(view, event.escalation())
                        .closedBy()
                        .map(actor -> " by " + actor.shortName())
                        .orElse("");
        return Card.line("%s was %s%s.".formatted(event.bead(), event.outcome(), by));
    }

    static Card questionAsked(LedgerView view, TownEvent.QuestionAsked event) {
        Question question = Questions.get(view, event.question());
        String who = event.by().shortName();
        String line = "%s asks: %s".formatted(who, question.text());
        return new Card(
                "",
                Card.Tone.WAITING,
                List.of(),
                Optional.empty(),
                List.of(
                        new Card.Text(who + " asks:\n" + Words.quoted(question.text())),
                        new Card.Text(
                                "Operators have it in their inbox, or say reply %s <words>."
                                        .formatted(event.question()))),
                List.of(),
                line);
    }

    static Card questionSettled(LedgerView view, TownEvent.QuestionSettled event) {
        Question question = Questions.get(view, event.question());
        String answer = question.answer().isEmpty() ? "" : "\n" + Words.quoted(question.answer());
        return Card.line(
                "The question of %s (%s): %s.%s"
                        .formatted(
                                question.asker().shortName(),
                                event.question(),
                                QuestionCard.outcome(question),
                                answer));
    }

    /// Without the provider's words: they stand where accounts are looked at.
    static Card accountRested(TownEvent.AccountRested event) {
        String next =
                event.left().isEmpty()
                        ? "No account of %s is left, so its work waits until %s."
                                .formatted(event.preset(), back(event))
                        : "Work goes on with %s.".formatted(event.left().getFirst());
        String title = Account.title(event.name(), event.preset());
        return Card.line(
                "%s%s met its provider's limit and rests until %s. %s"
                        .formatted(
                                title.substring(0, 1).toUpperCase(Locale.ROOT),
                                title.substring(1),
                                Words.day(event.until()),
                                next));
    }

    private static String back(TownEvent.AccountRested event) {
        return event.back()
                .map(Words::day)
                .filter(day -> !day.equals(Words.day(event.until())))
                .orElse("then");
    }

    static Card landed(LedgerView view, TownEvent.ConvoyLanded event) {
        Convoy convoy = Convoys.get(view, event.convoy());
        Bead order = view.get(event.convoy());
        int dropped = Tally.of(view, convoy).dropped();
        String beads = event.beads() + (dropped == 0 ? "" : ", " + dropped + " of them dropped");
        List<Card.Row> rows =
                convoy.beads().stream().map(bead -> WorkLine.of(view, bead).row()).toList();
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("convoy", event.convoy().text()));
        fields.add(new Card.Field("rig", event.rig().text()));
        fields.add(new Card.Field("beads", beads));
        fields.add(new Card.Field("took", Words.duration(event.took())));
        Spend spend = Costs.of(view, event.convoy());
        if (spend.turns() > 0) {
            fields.add(new Card.Field("cost", spend.sentence()));
        }
        return new Card(
                "Landed: " + order.title(),
                Card.Tone.GOOD,
                fields,
                Optional.empty(),
                List.of(new Card.Rows("Commits", rows)),
                List.of(),
                "Landed in %s: %s".formatted(Words.duration(event.took()), order.title()));
    }

    static Card rigReady(TownEvent.RigReady event) {
        String notes = event.notes().isEmpty() ? "" : " " + String.join(" ", event.notes());
        return toned(
                Card.Tone.GOOD,
                "Rig %s is ready; work is merged into %s.%s"
                        .formatted(event.rig(), event.branch(), notes));
    }

    static String bound(TownEvent.RigBound event, Actor by) {
        String who = by.equals(Actor.TOWN) ? "" : " " + by.shortName() + " made it so.";
        return "This is the channel of rig %s now: what is said here is said to it.%s"
                .formatted(event.rig(), who);
    }

    static String joined(TownEvent.CrewJoined event) {
        return "%s is in the crew now. Begin a message with `@%s` to talk with it."
                .formatted(event.name(), event.name());
    }

    static String left(TownEvent.CrewLeft event, Actor by) {
        return by.equals(Actor.TOWN)
                ? "%s is in the crew no more.".formatted(event.name())
                : "%s removed %s from the crew.".formatted(by.shortName(), event.name());
    }

    static Card toned(Card.Tone tone, String text) {
        return new Card(
                "",
                tone,
                List.of(),
                Optional.empty(),
                List.of(new Card.Text(text)),
                List.of(),
                text);
    }

    private static String ended(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }
}
