package dev.townhall.core.chat;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The question to a person whether work may be merged, or an agent may act. What is asked about a
/// merge comes from facts: the commit, its files and sizes; an agent's own words are shown as such.
public final class ApprovalCard {
    /// The caption of a diff. Where there is little room, it is folded away: the sizes say enough to
    /// decide whether to read it.
    public static final String DIFF = "diff";

    private ApprovalCard() {}

    public static String key(BeadId approval, String person) {
        return "approval:" + approval + ":" + person;
    }

    public static Card of(LedgerView view, BeadId id, Approval approval) {
        return switch (approval.subject()) {
            case Approval.Merge merge -> ofMerge(view, id, approval, merge);
            case Approval.ToolUse use -> ofToolUse(view, id, approval, use);
            case Approval.Spending spending -> ofSpending(id, approval, spending);
        };
    }

    private static Card ofMerge(
            LedgerView view, BeadId id, Approval approval, Approval.Merge subject) {
        Bead bead = view.get(approval.bead());
        String target =
                Rigs.find(view, approval.rig())
                        .map(Rig::target)
                        .filter(branch -> !branch.isEmpty())
                        .orElse("the target");
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("bead", bead.id() + " " + bead.title()));
        fields.add(new Card.Field("rig", approval.rig().text()));
        fields.add(new Card.Field("branch", subject.branch()));
        fields.add(new Card.Field("commit", Words.commit(subject.head())));
        fields.add(new Card.Field("changes", size(subject)));
        List<Card.Block> body = new ArrayList<>();
        if (!subject.names().isEmpty()) {
            body.add(new Card.Code("files", String.join("\n", subject.fileLines())));
        }
        boolean pending = approval.state() == Approval.State.PENDING;
        if (pending && !subject.excerpt().isEmpty()) {
            body.add(new Card.Code(DIFF, subject.excerpt()));
        }
        String asks = "merge of " + bead.id() + " into " + target;
        return pending
                ? pending(
                        "Approve " + asks + "?",
                        approval,
                        fields,
                        body,
                        List.of(
                                Action.primary("Approve", "approve " + id),
                                Action.danger("Deny", "deny " + id, "")),
                        "Approve %s? %s: %s".formatted(asks, size(subject), bead.title()))
                : decided(
                        asks, approval, fields, body, "merge of " + bead.id() + " " + bead.title());
    }

    private static Card ofToolUse(
            LedgerView view, BeadId id, Approval approval, Approval.ToolUse use) {
        Bead bead = view.get(approval.bead());
        String agent = use.agent().shortName();
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("agent", use.agent().text()));
        fields.add(new Card.Field("bead", bead.id() + " " + bead.title()));
        fields.add(new Card.Field("rig", approval.rig().text()));
        fields.add(new Card.Field("asked because", use.why()));
        fields.add(new Card.Field("folder", use.folder()));
        String tool = Sanitizer.text(use.tool());
        List<Card.Block> body = List.of(new Card.Code("exactly", Sanitizer.text(use.arguments())));
        String asks = "what " + agent + " wants to do: " + tool;
        if (approval.state() != Approval.State.PENDING) {
            return decided(asks, approval, fields, body, asks);
        }
        List<Action> actions = new ArrayList<>();
        actions.add(Action.primary("Allow once", "approve " + id));
        use.always()
                .ifPresent(rule -> {
                    fields.add(new Card.Field("always would mean", rule.sentence()));
                    actions.add(Action.plain("Always on this rig", "always " + id));
                });
        actions.add(Action.danger("Deny", "deny " + id, ""));
        return pending(
                "Let " + agent + " do this? " + tool,
                approval,
                fields,
                body,
                actions,
                "%s on %s asks: %s".formatted(agent, bead.id(), tool));
    }

    private static Card ofSpending(BeadId id, Approval approval, Approval.Spending spending) {
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("for", spending.what()));
        fields.add(new Card.Field("spent", spending.spent()));
        fields.add(new Card.Field("cap", spending.limit().sentence()));
        String what = Sanitizer.line(spending.what());
        String more =
                approval.state() == Approval.State.PENDING
                        ? " Its agents get no further turn before somebody says yes. "
                                + spending.meaning()
                        : "";
        List<Card.Block> body = List.of(new Card.Text(Sanitizer.line(spending.why() + more)));
        String yes =
                spending.unmeasured().isPresent()
                        ? "Go on uncounted"
                        : "Add " + spending.more().sentence();
        return switch (approval.state()) {
            case PENDING ->
                    pending(
                            "Spend more on " + what + "?",
                            approval,
                            fields,
                            body,
                            List.of(
                                    Action.primary(yes, "approve " + id),
                                    Action.danger("Deny", "deny " + id, "")),
                            "Spend more on %s? %s".formatted(what, Sanitizer.line(spending.why())));
            case DENIED, EXPIRED ->
                    decided(
                            name(approval),
                            approval,
                            fields,
                            body,
                            List.of(Action.plain(yes + " after all", "approve " + id)),
                            name(approval));
            case APPROVED, SUPERSEDED ->
                    decided(name(approval), approval, fields, body, name(approval));
        };
    }

    private static Card pending(
            String title,
            Approval approval,
            List<Card.Field> fields,
            List<Card.Block> body,
            List<Action> actions,
            String fallback) {
        fields.add(new Card.Field("expires", Words.day(approval.expires()) + ", then denied"));
        return new Card(
                title, Card.Tone.WAITING, fields, Optional.empty(), body, actions, fallback);
    }

    private static Card decided(
            String asked,
            Approval approval,
            List<Card.Field> fields,
            List<Card.Block> body,
            String briefly) {
        return decided(asked, approval, fields, body, List.of(), briefly);
    }

    private static Card decided(
            String asked,
            Approval approval,
            List<Card.Field> fields,
            List<Card.Block> body,
            List<Action> actions,
            String briefly) {
        String outcome = outcome(approval);
        fields.add(new Card.Field("decision", outcome));
        return new Card(
                capital(asked) + ": " + outcome,
                approval.state() == Approval.State.APPROVED ? Card.Tone.GOOD : Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                body,
                actions,
                capital(outcome) + ": " + briefly);
    }

    /// `approved by ada at 14:02 UTC`.
    public static String outcome(Approval approval) {
        String when = approval.decidedAt().map(at -> " at " + Words.clock(at)).orElse("");
        return switch (approval.state()) {
            case PENDING -> "pending";
            case APPROVED, DENIED ->
                    Words.lower(approval.state())
                            + (approval.always() ? " for always" : "")
                            + approval.decidedBy().map(by -> " by " + by.shortName()).orElse("")
                            + when;
            case EXPIRED -> "expired" + when + ", so it counts as denied";
            case SUPERSEDED -> "superseded" + when + ": it is asked no longer";
        };
    }

    /// `Merge of sh-7x2kq: approved by ada at 14:02 UTC.`
    public static String sentence(Approval approval) {
        return capital(name(approval)) + ": " + outcome(approval) + ".";
    }

    /// What is asked about, in few words.
    public static String name(Approval approval) {
        return switch (approval.subject()) {
            case Approval.Merge _ -> "merge of " + approval.bead();
            case Approval.ToolUse use ->
                    "what %s wanted to do (%s)"
                            .formatted(use.agent().shortName(), Sanitizer.text(use.tool()));
            case Approval.Spending spending -> "more for " + Sanitizer.line(spending.what());
        };
    }

    /// `1 file, +3 -1`.
    public static String size(Approval.Merge subject) {
        return "%s, +%s -%s"
                .formatted(
                        Words.count(subject.files(), "file"), subject.added(), subject.removed());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
