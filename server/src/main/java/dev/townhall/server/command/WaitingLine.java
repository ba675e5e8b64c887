package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.mail.Mail;
import dev.townhall.core.question.Question;
import dev.townhall.core.question.Questions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Something that waits for a person: what `gt inbox` shows.
///
/// @param kind `approval`, `escalation`, `question` or `letter`
/// @param bead empty when it is about none
/// @param text what it is about, for people
/// @param commands what one can do about it
record WaitingLine(
        String id,
        String kind,
        String bead,
        String rig,
        Optional<String> convoy,
        String text,
        String log,
        Instant at,
        Optional<Instant> expires,
        Optional<String> seenBy,
        List<String> commands) {

    /// Everything that waits, oldest first.
    static List<WaitingLine> all(LedgerView view) {
        List<WaitingLine> all = new ArrayList<>();
        Approvals.pending(view).forEach(bead -> all.add(approval(view, bead)));
        Escalations.open(view).forEach(bead -> all.add(escalation(view, bead)));
        Questions.open(view).forEach(bead -> all.add(question(view, bead)));
        all.sort(Comparator.comparing(WaitingLine::at).thenComparing(WaitingLine::id));
        return all;
    }

    /// The same, with one person's letters after it.
    static List<WaitingLine> of(LedgerView view, Actor person) {
        List<WaitingLine> all = new ArrayList<>(all(view));
        Mail.inbox(view, person).forEach(bead -> all.add(letter(view, bead)));
        return all;
    }

    private static WaitingLine question(LedgerView view, Bead bead) {
        Question question = Questions.get(view, bead.id());
        String options =
                question.options().isEmpty()
                        ? ""
                        : " (" + String.join(" | ", question.options()) + ")";
        return new WaitingLine(
                bead.id().text(),
                "question",
                question.bead().map(BeadId::text).orElse(""),
                question.rig().map(RigName::text).orElse(""),
                question.convoy().map(BeadId::text),
                "%s asks: %s%s"
                        .formatted(
                                question.asker().shortName(),
                                Sanitizer.line(question.text()),
                                Sanitizer.line(options)),
                "",
                question.asked(),
                Optional.of(question.expires()),
                Optional.empty(),
                List.of("gt reply " + bead.id() + " WORDS"));
    }

    private static WaitingLine letter(LedgerView view, Bead bead) {
        Letter letter = Mail.get(view, bead.id());
        return new WaitingLine(
                bead.id().text(),
                "letter",
                letter.about().map(BeadId::text).orElse(""),
                "",
                Optional.empty(),
                "%s wrote: %s".formatted(letter.from().shortName(), Sanitizer.line(bead.title())),
                Sanitizer.code(bead.description()),
                letter.sent(),
                Optional.empty(),
                Optional.empty(),
                List.of("gt reply " + bead.id() + " WORDS", "gt ack " + bead.id()));
    }

    private static WaitingLine approval(LedgerView view, Bead bead) {
        Approval approval = Approvals.get(view, bead.id());
        List<String> commands = new ArrayList<>();
        commands.add("gt approve " + bead.id());
        String log = "";
        String text =
                switch (approval.subject()) {
                    case Approval.Merge merge ->
                            "Merge \"%s\"? %s, %s files, +%s -%s"
                                    .formatted(
                                            view.get(approval.bead()).title(),
                                            Words.commit(merge.head()),
                                            merge.files(),
                                            merge.added(),
                                            merge.removed());
                    case Approval.ToolUse use ->
                            "Let %s do this? %s (%s)"
                                    .formatted(use.agent().shortName(), use.tool(), use.why());
                };
        if (approval.subject() instanceof Approval.ToolUse use) {
            log = use.arguments();
            if (use.always().isPresent()) {
                commands.add("gt always " + bead.id());
            }
        }
        commands.add("gt deny " + bead.id());
        return new WaitingLine(
                bead.id().text(),
                "approval",
                approval.bead().text(),
                approval.rig().text(),
                approval.convoy().map(BeadId::text),
                text,
                log,
                approval.asked(),
                Optional.of(approval.expires()),
                Optional.empty(),
                commands);
    }

    private static WaitingLine escalation(LedgerView view, Bead bead) {
        Escalation escalation = Escalations.get(view, bead.id());
        return new WaitingLine(
                bead.id().text(),
                "escalation",
                escalation.bead().text(),
                escalation.rig().text(),
                escalation.convoy().map(BeadId::text),
                "\"%s\" needs a person: %s"
                        .formatted(view.get(escalation.bead()).title(), escalation.reason()),
                escalation.log(),
                escalation.raised(),
                Optional.empty(),
                escalation.ackedBy().map(Actor::text),
                List.of("gt retry " + bead.id(), "gt drop " + bead.id(), "gt ack " + bead.id()));
    }

    static void show(Screen screen, List<WaitingLine> waiting) {
        for (WaitingLine line : waiting) {
            screen.gap();
            screen.painted(
                    screen.paint(Screen.Colour.YELLOW, "! " + line.id())
                            + screen.paint(
                                    Screen.Colour.PLAIN,
                                    "  %s  %s  since %s"
                                            .formatted(
                                                    line.rig(),
                                                    line.bead(),
                                                    Words.day(line.at()))));
            screen.line("  " + line.text());
            line.log().lines().toList().reversed().stream()
                    .limit(3)
                    .toList()
                    .reversed()
                    .forEach(text -> screen.line("    | " + text));
            screen.line("  " + String.join("   ", line.commands()));
        }
    }
}
