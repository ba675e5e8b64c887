package dev.townhall.core.reception;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.chat.EscalationCard;
import dev.townhall.core.chat.Places;
import dev.townhall.core.chat.Words;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.TaskText;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.hook.Work;
import dev.townhall.core.person.Role;
import dev.townhall.core.reservation.Reservations;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Single beads.
final class BeadVerbs {
    private static final int LISTED_MAX = 20;
    private static final int SCANNED_MAX = 2_000;

    private BeadVerbs() {}

    static Answer create(Asked asked, Verb.New verb) {
        String line = verb.line();
        Optional<String> named = Optional.empty();
        int colon = line.indexOf(':');
        if (colon > 0 && isRig(asked, line.substring(0, colon).strip())) {
            named = Optional.of(line.substring(0, colon).strip());
            line = line.substring(colon + 1).strip();
        }
        Rig rig = asked.rig(named);
        asked.need(Role.OPERATOR, rig.name(), "making a bead");
        Check.that(!line.isBlank(), "new takes a title: new Fix the login page");
        Bead made =
                Tasks.create(asked.tx(), rig, TaskText.titled(line).withText(verb.description()));
        return Answer.line(
                "Made %s: %s. %s"
                        .formatted(made.id(), made.title(), Launching.next(asked.tx(), rig, made)),
                made.id());
    }

    /// Puts a bead right: a title beside its id, a text below. For a convoy it is the plan.
    static Answer edit(Asked asked, Verb.Edit verb) {
        if (verb.id().isEmpty()) {
            return ConvoyVerbs.edit(asked, verb);
        }
        Bead bead = asked.bead(verb.id().get());
        if (!Tasks.isWork(bead)) {
            return ConvoyVerbs.edit(asked, verb);
        }
        Check.that(
                !verb.title().isBlank() || !verb.text().isBlank(),
                "edit takes a bead's new title beside its id, or its new text on the lines below:"
                        + " edit %s Fix the login page",
                bead.id());
        TaskText text = TaskText.of(bead);
        text = verb.title().isBlank() ? text : text.withTitle(verb.title());
        text = verb.text().isBlank() ? text : text.withText(verb.text());
        Bead after = Tasks.edit(asked.tx(), asked.person(), bead, text);
        return Answer.line("%s is now: %s".formatted(bead.id(), after.title()), bead.id())
                .postedIf(asked.inInbox());
    }

    static Answer drop(Asked asked, Bead bead, String why) {
        if (!Tasks.isWork(bead)) {
            throw TownException.badInput(
                    "%s cannot be dropped: it is no work but a %s."
                            .formatted(bead.id(), bead.type()));
        }
        asked.need(Role.OPERATOR, Places.rigOf(asked.tx(), bead), "dropping a bead");
        Check.that(
                Hidden.firstIn(why) < 0,
                "The reason holds hidden characters. Type it again without.");
        Tasks.drop(asked.tx(), bead.id(), why);
        return Answer.line(bead.id() + " was dropped.", bead.id()).postedIf(asked.inInbox());
    }

    private static RigName rig(Asked asked, Bead bead) {
        return Places.rigOf(asked.tx(), bead)
                .orElseThrow(() -> TownException.badInput(bead.id() + " belongs to no rig."));
    }

    private static boolean isRig(Asked asked, String name) {
        return asked.visibleRigs().stream().anyMatch(rig -> rig.name().text().equals(name));
    }

    static Answer sling(Asked asked, Optional<String> named) {
        Bead bead = asked.bead(named.orElseThrow(() -> missingId("sling")));
        RigName rig = rig(asked, bead);
        boolean commands = Tasks.runsCommands(bead);
        asked.need(
                commands ? Role.APPROVER : Role.OPERATOR,
                rig,
                commands ? "slinging commands" : "slinging");
        Check.that(
                Tasks.isWork(bead) && !bead.type().equals(Bead.EPIC),
                "%s cannot be slung: it is no work but a %s.",
                bead.id(),
                bead.type());
        BeadId convoy = Convoys.sling(asked.tx(), bead.id());
        String waits = ConvoyVerbs.standstill(asked, convoy);
        return Answer.line(
                "Slung %s as convoy %s.%s".formatted(bead.id(), convoy, waits), bead.id(), convoy);
    }

    static Answer ready(Asked asked, Optional<String> named) {
        Optional<RigName> only =
                named.isPresent() ? Optional.of(asked.rig(named).name()) : asked.impliedRig();
        List<Bead> ready =
                asked.tx().ready(SCANNED_MAX).stream()
                        .filter(bead -> {
                            Optional<RigName> rig = Places.rigOf(asked.tx(), bead);
                            return rig.isPresent()
                                    && only.map(rig.get()::equals).orElse(true)
                                    && asked.person().roleIn(rig.get()).covers(Role.VIEWER);
                        })
                        .toList();
        if (ready.isEmpty()) {
            return Answer.line("No work is ready" + only.map(rig -> " on " + rig).orElse("") + ".");
        }
        List<Card.Row> rows =
                ready.stream()
                        .limit(LISTED_MAX)
                        .map(bead ->
                                Lists.row(bead.id().text(), bead.title(), "P" + bead.priority()))
                        .toList();
        String title =
                ready.size() > LISTED_MAX
                        ? "The first %s of %s ready".formatted(LISTED_MAX, ready.size())
                        : rows.size() + " ready";
        return new Answer(
                Lists.card(title, rows),
                ready.stream().limit(LISTED_MAX).map(Bead::id).toList(),
                true);
    }

    static Answer show(Asked asked, Optional<String> named) {
        if (named.isEmpty() && asked.inThread()) {
            return ConvoyVerbs.status(asked, named);
        }
        Bead bead = asked.bead(named.orElseThrow(() -> missingId("show")));
        return new Answer(ConvoyVerbs.withoutActions(card(asked, bead)), List.of(bead.id()), true);
    }

    private static Card card(Asked asked, Bead bead) {
        Optional<Convoy> convoy = Convoy.ASPECT.of(bead);
        if (convoy.isPresent()) {
            return ConvoyCard.of(asked.tx(), bead.id());
        }
        Optional<Approval> approval = Approval.ASPECT.of(bead);
        if (approval.isPresent()) {
            return ApprovalCard.of(asked.tx(), bead.id(), approval.get());
        }
        Optional<Escalation> escalation = Escalation.ASPECT.of(bead);
        return escalation.isPresent()
                ? EscalationCard.of(asked.tx(), bead.id(), escalation.get())
                : work(asked, bead);
    }

    private static Card work(Asked asked, Bead bead) {
        List<Card.Field> fields = new ArrayList<>();
        fields.add(new Card.Field("status", status(asked, bead)));
        fields.add(new Card.Field("type", bead.type()));
        fields.add(new Card.Field("priority", "P" + bead.priority()));
        Places.rigOf(asked.tx(), bead)
                .ifPresent(rig -> fields.add(new Card.Field("rig", rig.text())));
        if (!bead.assignee().isEmpty()) {
            fields.add(new Card.Field("assignee", bead.assignee()));
        }
        Optional<Work> work = Work.ASPECT.of(bead);
        work.flatMap(Work::convoy).ifPresent(it -> fields.add(new Card.Field("convoy", it.text())));
        String hindered = WorkLine.of(asked.tx(), bead.id()).hindered();
        if (!hindered.isEmpty()) {
            fields.add(new Card.Field("hindered", hindered));
        }
        String files = files(asked, bead);
        if (!files.isEmpty()) {
            fields.add(new Card.Field("files", files));
        }
        work.filter(it -> it.attempt() > 1)
                .ifPresent(it -> fields.add(new Card.Field("try", String.valueOf(it.attempt()))));
        work.filter(it -> !it.commit().isEmpty())
                .ifPresent(it -> fields.add(new Card.Field("commit", it.commit())));
        String after =
                bead.targets(Dependency.BLOCKS).stream()
                        .map(BeadId::text)
                        .collect(Collectors.joining(", "));
        if (!after.isEmpty()) {
            fields.add(new Card.Field("after", after));
        }
        fields.add(new Card.Field("made", Words.day(bead.createdAt()) + " by " + bead.createdBy()));
        List<Card.Block> body =
                bead.description().isBlank()
                        ? List.of()
                        : List.of(new Card.Code("description", bead.description()));
        return Lists.card(bead.id() + " " + bead.title(), fields, body);
    }

    /// What its agent says it is about to change.
    private static String files(Asked asked, Bead bead) {
        return Reservations.forBead(asked.tx(), bead.id()).stream()
                .map(it -> "%s until %s".formatted(it.paths().text(), Words.clock(it.until())))
                .collect(Collectors.joining(", "));
    }

    private static String status(Asked asked, Bead bead) {
        if (bead.isClosed()) {
            return "closed: " + bead.closeReason();
        }
        return asked.tx().isBlocked(bead.id()) ? bead.status() + ", waiting" : bead.status().text();
    }

    static TownException missingId(String verb) {
        return TownException.badInput("%s takes a bead's id: %s sh-7x2kq".formatted(verb, verb));
    }
}
