package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.question.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What happened with a bead, and with what was asked of people about it.
final class History {
    private static final int EVENTS_MAX = 20;
    private static final int DETAIL_CHARS_MAX = 200;

    private static final List<String> TELLING =
            Stream.of(
                            TownEvent.ApprovalDecided.class,
                            TownEvent.Escalated.class,
                            TownEvent.EscalationClosed.class,
                            TownEvent.ReworkAsked.class,
                            TownEvent.BeadEdited.class)
                    .map(Events::typeOf)
                    .toList();

    private History() {}

    /// The newest, oldest first, a line each.
    static List<String> of(Ledger ledger, BeadId bead) {
        List<BeadId> subjects = ledger.read(view -> subjects(view, bead));
        return subjects.stream()
                .flatMap(subject -> ledger.eventsAbout(subject.text(), EVENTS_MAX).stream())
                .sorted(Comparator.comparingLong(EventRecord::seq).reversed())
                .limit(EVENTS_MAX)
                .toList()
                .reversed()
                .stream()
                .map(event -> line(event, bead))
                .toList();
    }

    private static List<BeadId> subjects(LedgerView view, BeadId bead) {
        List<BeadId> subjects = new ArrayList<>();
        subjects.add(bead);
        for (Bead gate : view.ofType(Bead.GATE)) {
            Optional<BeadId> about =
                    Approval.ASPECT
                            .of(gate)
                            .map(Approval::bead)
                            .or(() -> Question.ASPECT.of(gate).flatMap(Question::bead));
            about.filter(bead::equals).ifPresent(_ -> subjects.add(gate.id()));
        }
        for (Bead raised : view.ofType(Bead.ESCALATION)) {
            Escalation.ASPECT
                    .of(raised)
                    .filter(it -> it.bead().equals(bead))
                    .ifPresent(_ -> subjects.add(raised.id()));
        }
        return subjects;
    }

    private static String line(EventRecord event, BeadId bead) {
        String own = event.subject().equals(bead.text()) ? "" : " " + event.subject();
        String detail = detail(event);
        return "%s  %s%s by %s%s"
                .formatted(
                        Words.clock(event.at()),
                        event.type(),
                        own,
                        event.actor(),
                        detail.isEmpty() ? "" : ": " + detail);
    }

    /// What tells one event from another of its type, in one line; empty where there is no more to
    /// say, or where another version of the town said it in its own way.
    private static String detail(EventRecord event) {
        if (!TELLING.contains(event.type())) {
            return "";
        }
        try {
            return Clipped.to(DETAIL_CHARS_MAX, Sanitizer.line(words(Events.read(event))));
        } catch (TownException e) {
            return "";
        }
    }

    private static String words(TownEvent event) {
        return switch (event) {
            case TownEvent.ApprovalDecided decided -> Words.lower(decided.decision());
            case TownEvent.Escalated escalated -> escalated.reason();
            case TownEvent.EscalationClosed closed -> closed.outcome();
            case TownEvent.ReworkAsked asked ->
                    Works.sentence(Work.Rework.of(asked.cause(), asked.files(), asked.detail()));
            case TownEvent.BeadEdited edited -> String.join(", ", edited.changed());
            case TownEvent _ -> "";
        };
    }
}
