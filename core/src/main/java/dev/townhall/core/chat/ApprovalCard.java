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

/// The question to a person whether work may be merged. All that is asked about comes from facts:
/// the commit, its files and sizes; nothing from the words of who did the work but the title.
public final class ApprovalCard {
    private ApprovalCard() {}

    public static String key(BeadId approval, String person) {
        return "approval:" + approval + ":" + person;
    }

    public static Card of(LedgerView view, BeadId id, Approval approval) {
        Bead bead = view.get(approval.bead());
        Approval.Subject subject = approval.subject();
        String target =
                Rigs.find(view, approval.rig())
                        .map(Rig::target)
                        .filter(branch -> !branch.isEmpty())
                        .orElse("the target");
        String size = size(subject);
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("bead", bead.id() + " " + bead.title()));
        fields.add(new Card.Field("rig", approval.rig().text()));
        fields.add(new Card.Field("branch", subject.branch()));
        fields.add(new Card.Field("commit", Words.commit(subject.head())));
        fields.add(new Card.Field("changes", size));
        List<Card.Block> body =
                subject.names().isEmpty()
                        ? List.of()
                        : List.of(new Card.Code("files", String.join("\n", subject.fileLines())));
        if (approval.state() == Approval.State.PENDING) {
            fields.add(new Card.Field("expires", Words.day(approval.expires()) + ", then denied"));
            return new Card(
                    "Approve merge of " + bead.id() + " into " + target + "?",
                    Card.Tone.WAITING,
                    fields,
                    Optional.empty(),
                    body,
                    List.of(
                            Action.primary("Approve", "approve " + id),
                            Action.danger("Deny", "deny " + id, "")),
                    "Approve merge of %s into %s? %s: %s"
                            .formatted(bead.id(), target, size, bead.title()));
        }
        String outcome = outcome(approval);
        fields.add(new Card.Field("decision", outcome));
        return new Card(
                "Merge of " + bead.id() + " into " + target + ": " + outcome,
                approval.state() == Approval.State.APPROVED ? Card.Tone.GOOD : Card.Tone.PLAIN,
                fields,
                Optional.empty(),
                body,
                List.of(),
                capital(outcome) + ": merge of " + bead.id() + " " + bead.title());
    }

    /// `approved by ada at 14:02 UTC`.
    public static String outcome(Approval approval) {
        String when = approval.decidedAt().map(at -> " at " + Words.clock(at)).orElse("");
        return switch (approval.state()) {
            case PENDING -> "pending";
            case APPROVED, DENIED ->
                    Words.lower(approval.state())
                            + approval.decidedBy().map(by -> " by " + by.shortName()).orElse("")
                            + when;
            case EXPIRED -> "expired" + when + ", so it counts as denied";
            case SUPERSEDED -> "superseded" + when + " by newer work";
        };
    }

    /// `1 file, +3 -1`.
    public static String size(Approval.Subject subject) {
        return "%s, +%s -%s"
                .formatted(
                        Words.count(subject.files(), "file"), subject.added(), subject.removed());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
