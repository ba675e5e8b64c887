package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.bead.Script;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.EscalationCard;
import dev.townhall.core.chat.HindranceCard;
import dev.townhall.core.chat.OpenItem;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mail.Letter;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.question.Question;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.config.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Something that waits for a person: what `gt inbox` shows.
///
/// @param id what it is answered by; of a finding what that is about
/// @param kind `approval`, `escalation`, `question`, `finding` or `letter`
/// @param bead empty when it is about none
/// @param text what it is about, for people
/// @param files what an approval would let in, file by file
/// @param gates the checks that run on the merged result once it is approved
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
        List<Approval.FileChange> files,
        List<String> gates,
        List<String> commands) {
    static final String FINDING = "finding";
    private static final int LOG_LINES_MAX = 3;
    private static final int FILES_MAX = 10;

    /// Everything that waits, oldest first.
    static List<WaitingLine> all(LedgerView view) {
        return OpenItem.all(view).stream().map(item -> of(view, item)).toList();
    }

    /// The same, with one person's letters after it.
    static List<WaitingLine> of(LedgerView view, Actor person) {
        return OpenItem.of(view, person).stream().map(item -> of(view, item)).toList();
    }

    private static WaitingLine of(LedgerView view, OpenItem item) {
        return switch (item) {
            case OpenItem.Asked asked -> approval(view, asked.id(), asked.approval());
            case OpenItem.Raised raised -> escalation(view, raised.id(), raised.escalation());
            case OpenItem.Wondered wondered -> question(wondered.id(), wondered.question());
            case OpenItem.Hindered hindered -> finding(view, hindered.finding(), hindered.beads());
            case OpenItem.Written written -> letter(written.bead(), written.letter());
        };
    }

    private static WaitingLine question(BeadId id, Question question) {
        String options =
                question.options().isEmpty()
                        ? ""
                        : " (" + String.join(" | ", question.options()) + ")";
        return new WaitingLine(
                id.text(),
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
                List.of(),
                List.of(),
                List.of("gt reply " + id + " WORDS"));
    }

    private static WaitingLine finding(LedgerView view, Finding finding, List<BeadId> beads) {
        Bead first = view.get(beads.getFirst());
        Optional<Work> work = Work.ASPECT.of(first);
        Optional<String> convoy = work.flatMap(Work::convoy).map(BeadId::text);
        return new WaitingLine(
                finding.about(),
                FINDING,
                first.id().text(),
                work.map(it -> it.rig().text()).orElse(""),
                convoy,
                HindranceCard.sentence(view, finding, beads),
                "",
                finding.since(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Stream.concat(
                                beads.stream().limit(1).map(bead -> "gt drop " + bead),
                                convoy.stream().map(it -> "gt convoy drop " + it))
                        .toList());
    }

    private static WaitingLine letter(Bead bead, Letter letter) {
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
                List.of(),
                List.of(),
                List.of("gt reply " + bead.id() + " WORDS", "gt ack " + bead.id()));
    }

    private static WaitingLine approval(LedgerView view, BeadId id, Approval approval) {
        List<String> commands = new ArrayList<>();
        commands.add("gt approve " + id);
        String log = "";
        String text =
                switch (approval.subject()) {
                    case Approval.Merge merge ->
                            "Merge \"%s\"? %s, %s"
                                    .formatted(
                                            view.get(approval.bead()).title(),
                                            Words.commit(merge.head()),
                                            ApprovalCard.size(merge));
                    case Approval.ToolUse use ->
                            "Let %s do this? %s (%s)"
                                    .formatted(
                                            use.agent().shortName(),
                                            Sanitizer.line(use.tool()),
                                            Sanitizer.line(use.why()));
                    case Approval.Spending spending ->
                            "Spend more on %s? %s %s"
                                    .formatted(
                                            Sanitizer.line(spending.what()),
                                            Sanitizer.line(spending.why()),
                                            Sanitizer.line(spending.meaning()));
                };
        if (approval.subject() instanceof Approval.ToolUse use) {
            log = Sanitizer.code(use.arguments());
            if (use.always().isPresent()) {
                commands.add("gt always " + id);
            }
        }
        commands.add("gt deny " + id);
        return new WaitingLine(
                id.text(),
                "approval",
                approval.bead().text(),
                approval.decidedIn().map(RigName::text).orElse(""),
                approval.convoy().map(BeadId::text),
                text,
                log,
                approval.asked(),
                Optional.of(approval.expires()),
                Optional.empty(),
                approval.merge().map(Approval.Merge::changes).orElse(List.of()),
                approval.merge().isPresent() ? gates(view, approval.rig()) : List.of(),
                commands);
    }

    private static List<String> gates(LedgerView view, RigName rig) {
        return Rigs.find(view, rig)
                .map(found -> found.gates().stream().map(Gate::command).toList())
                .orElse(List.of());
    }

    private static WaitingLine escalation(LedgerView view, BeadId id, Escalation escalation) {
        return new WaitingLine(
                id.text(),
                "escalation",
                escalation.bead().text(),
                escalation.rig().text(),
                escalation.convoy().map(BeadId::text),
                "\"%s\" needs a person: %s"
                        .formatted(
                                view.get(escalation.bead()).title(),
                                EscalationCard.reason(escalation)),
                escalation.mended().isEmpty() ? escalation.log() : "",
                escalation.raised(),
                Optional.empty(),
                escalation.ackedBy().map(Actor::text),
                List.of(),
                List.of(),
                settling(id, view.get(escalation.bead()), escalation));
    }

    /// What settles an escalation, what is to be done first before that.
    private static List<String> settling(BeadId id, Bead about, Escalation escalation) {
        String edit =
                "gt edit %s %s"
                        .formatted(
                                about.id(),
                                Script.of(about).isPresent() ? "--exec CMD" : "--file FILE");
        String retry = "gt retry " + id;
        String drop = "gt drop " + id;
        if (escalation.mended().isPresent()) {
            return List.of(retry, edit, drop);
        }
        String gate = "gt rig set %s --gate CMD".formatted(escalation.rig());
        if (escalation.isByBrokenGate()) {
            return List.of(gate, retry, edit, drop);
        }
        return escalation.isByGate()
                ? List.of(edit, gate, retry, drop)
                : List.of(edit, retry, drop);
    }

    static void show(Screen screen, List<WaitingLine> waiting, Instant now) {
        waiting.forEach(line -> line.show(screen, now));
    }

    private void show(Screen screen, Instant now) {
        screen.gap();
        screen.painted(
                screen.paint(Screen.Colour.YELLOW, "! " + id)
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  %s  since %s".formatted(rig, bead, Words.day(at))));
        screen.line("  " + text);
        files.stream()
                .limit(FILES_MAX)
                .forEach(file ->
                        screen.line(
                                "    %s  +%s -%s"
                                        .formatted(file.name(), file.added(), file.removed())));
        if (files.size() > FILES_MAX) {
            screen.line("    … `gt show " + id + "` shows more");
        }
        if (!files.isEmpty() || !gates.isEmpty()) {
            screen.line("  gates: " + gatesInWords());
        }
        expires.ifPresent(end -> screen.line("  " + expiry(end, now)));
        seenBy.ifPresent(who -> screen.line("  seen by " + who));
        log.lines().toList().reversed().stream()
                .limit(LOG_LINES_MAX)
                .toList()
                .reversed()
                .forEach(line -> screen.line("    | " + line));
        screen.line("  " + String.join("   ", commands));
    }

    /// A merge is proved on the target it then meets, so after the approval.
    String gatesInWords() {
        return gates.isEmpty()
                ? "none on this rig"
                : "run on the merged result after the approval: " + String.join("; ", gates);
    }

    static String expiry(Instant expires, Instant now) {
        Duration left = Duration.between(now, expires);
        return left.isNegative()
                ? "expired " + Words.day(expires) + ", so it counts as denied"
                : "expires in %s (%s), then it counts as denied"
                        .formatted(Spans.text(left), Words.day(expires));
    }
}
