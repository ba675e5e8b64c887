package dev.townhall.core.reception;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Spoken;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.person.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What waits for a person: approvals and escalations.
final class ApprovalVerbs {
    private ApprovalVerbs() {}

    static Answer decide(Asked asked, Optional<String> named, Decision decision) {
        BeadId id = approval(asked, named);
        Approval approval = Approvals.get(asked.tx(), id);
        asked.need(Role.APPROVER, approval.decidedIn(), "deciding about " + approval.bead());
        Optional<BeadId> afterAll =
                decision == Decision.APPROVED ? Caps.afterAll(asked.tx(), id) : Optional.empty();
        if (afterAll.isPresent()) {
            Approval now = Approvals.get(asked.tx(), afterAll.get());
            return decided(asked, afterAll.get(), new Approvals.Decided.Now(now));
        }
        return decided(asked, id, Approvals.decide(asked.tx(), id, decision));
    }

    /// Allows what an agent asked for, now and every time it is asked on the rig.
    static Answer always(Asked asked, Optional<String> named) {
        BeadId id = approval(asked, named);
        Approval approval = Approvals.get(asked.tx(), id);
        asked.need(Role.APPROVER, approval.rig(), "making rules for agents");
        return decided(asked, id, Approvals.always(asked.tx(), id));
    }

    private static Answer decided(Asked asked, BeadId id, Approvals.Decided decided) {
        return switch (decided) {
            case Approvals.Decided.Now(Approval now) ->
                    Answer.line(ApprovalCard.sentence(now) + next(id, now), id)
                            .postedIf(!asked.isShown(now.convoy()));
            case Approvals.Decided.Before(Approval before) ->
                    Answer.line(
                            "Too late: the %s was %s already."
                                    .formatted(
                                            ApprovalCard.name(before),
                                            ApprovalCard.outcome(before)),
                            id);
        };
    }

    /// What follows from a decision, where that is not plain.
    private static String next(BeadId id, Approval approval) {
        if (approval.subject() instanceof Approval.Spending) {
            return approval.state() == Approval.State.APPROVED
                    ? " Its agents go on."
                    : " Its agents get no further turn. If they are to go on after all: %s."
                            .formatted(Spoken.command("approve " + id));
        }
        if (approval.state() != Approval.State.DENIED) {
            return "";
        }
        return switch (approval.subject()) {
            case Approval.Merge _ ->
                    " Nothing is merged, and %s is not tried again by itself: %s shows it next, to retry, edit or drop."
                            .formatted(approval.bead(), Spoken.command("inbox"));
            case Approval.ToolUse use ->
                    " %s is told so and goes on without.".formatted(use.agent().shortName());
            case Approval.Spending _ -> "";
        };
    }

    static Answer ack(Asked asked, Optional<String> named) {
        Optional<BeadId> letter = ReplyVerbs.letter(asked, named);
        if (letter.isPresent()) {
            return ReplyVerbs.ack(asked, letter.get());
        }
        BeadId id = escalation(asked, named);
        Escalation escalation = Escalations.get(asked.tx(), id);
        asked.need(Role.APPROVER, escalation.rig(), "settling an escalation");
        if (escalation.isOpen() && escalation.ackedBy().isPresent()) {
            return Answer.line(
                    "%s has seen it already.".formatted(escalation.ackedBy().get().shortName()),
                    id);
        }
        Escalations.ack(asked.tx(), id);
        return Answer.line(
                        "Seen: %s. That settles nothing: it waits until you say %s or %s."
                                .formatted(
                                        escalation.bead(),
                                        Spoken.command("retry " + id),
                                        Spoken.command("drop " + id)),
                        id)
                .postedIf(!asked.inInbox());
    }

    static Answer retry(Asked asked, Optional<String> named) {
        BeadId id = escalation(asked, named);
        Escalation escalation = Escalations.get(asked.tx(), id);
        asked.need(Role.APPROVER, escalation.rig(), "settling an escalation");
        Works.retry(asked.tx(), id);
        return Answer.line(escalation.bead() + " is tried again.", id)
                .postedIf(!asked.isShown(escalation.convoy()));
    }

    /// Drops what is named: a convoy, what an escalation is about, or a bead nobody works on.
    static Answer drop(Asked asked, Verb.Drop verb) {
        Optional<String> named = verb.id();
        if (named.isEmpty()) {
            return ConvoyVerbs.drop(
                    asked,
                    asked.convoy(
                            named,
                            List.of(
                                    dev.townhall.core.convoy.Convoy.State.STAGED,
                                    dev.townhall.core.convoy.Convoy.State.OPEN)));
        }
        Bead bead = asked.bead(named.get());
        if (bead.type().equals(Bead.CONVOY)) {
            return ConvoyVerbs.drop(asked, bead.id());
        }
        Optional<BeadId> raised =
                Escalation.ASPECT.of(bead).isPresent()
                        ? Optional.of(bead.id())
                        : Escalations.openAbout(asked.tx(), bead.id());
        if (raised.isEmpty()) {
            return BeadVerbs.drop(asked, bead, verb.why());
        }
        BeadId id = raised.get();
        Escalation escalation = Escalations.get(asked.tx(), id);
        asked.need(Role.APPROVER, escalation.rig(), "giving work up");
        Works.giveUp(asked.tx(), id, verb.why());
        return Answer.line(escalation.bead() + " was dropped.", id)
                .postedIf(!asked.isShown(escalation.convoy()));
    }

    private static BeadId approval(Asked asked, Optional<String> named) {
        if (named.isEmpty()) {
            return only(pending(asked), "Nothing waits for approval here.", "approve");
        }
        Bead bead = asked.bead(named.get(), Sought.APPROVAL);
        if (Approval.ASPECT.of(bead).isPresent()) {
            return bead.id();
        }
        Optional<BeadId> ofRequest = MergeRequest.ASPECT.of(bead).flatMap(MergeRequest::approval);
        return ofRequest
                .or(() ->
                        Approvals.pending(asked.tx()).stream()
                                .map(Bead::id)
                                .filter(id ->
                                        Approvals.get(asked.tx(), id).bead().equals(bead.id()))
                                .findFirst())
                .orElseThrow(() ->
                        TownException.notFound(
                                "Nothing about %s waits for approval. %s"
                                        .formatted(bead.id(), Sought.APPROVAL.where())));
    }

    static BeadId escalation(Asked asked, Optional<String> named) {
        if (named.isEmpty()) {
            return only(open(asked), "Nothing waits for a decision here.", "retry");
        }
        Bead bead = asked.bead(named.get(), Sought.ESCALATION);
        if (Escalation.ASPECT.of(bead).isPresent()) {
            return bead.id();
        }
        BeadId about = MergeRequest.ASPECT.of(bead).map(MergeRequest::bead).orElse(bead.id());
        return Escalations.openAbout(asked.tx(), about)
                .orElseThrow(() ->
                        TownException.notFound(
                                "Nothing about %s waits for a decision. %s"
                                        .formatted(bead.id(), Sought.ESCALATION.where())));
    }

    /// The pending approvals of this place that the person may decide.
    private static List<Bead> pending(Asked asked) {
        return Approvals.pending(asked.tx()).stream()
                .filter(bead -> {
                    Approval approval = Approvals.get(asked.tx(), bead.id());
                    return mine(asked, approval.decidedIn(), approval.convoy());
                })
                .toList();
    }

    private static List<Bead> open(Asked asked) {
        return Escalations.open(asked.tx()).stream()
                .filter(bead -> {
                    Escalation escalation = Escalations.get(asked.tx(), bead.id());
                    return mine(asked, escalation.rig(), escalation.convoy());
                })
                .toList();
    }

    private static boolean mine(Asked asked, RigName rig, Optional<BeadId> convoy) {
        return mine(asked, Optional.of(rig), convoy);
    }

    /// @param rig empty for what is the whole town's
    private static boolean mine(Asked asked, Optional<RigName> rig, Optional<BeadId> convoy) {
        boolean here =
                asked.impliedConvoy().map(it -> Optional.of(it).equals(convoy)).orElse(true)
                        && asked.impliedRig().map(it -> Optional.of(it).equals(rig)).orElse(true);
        Role role = rig.map(asked.person()::roleIn).orElse(asked.person().role());
        return here && role.covers(Role.APPROVER);
    }

    private static BeadId only(List<Bead> found, String none, String verb) {
        if (found.size() == 1) {
            return found.getFirst().id();
        }
        throw TownException.badInput(
                found.isEmpty()
                        ? none
                        : "Which one? Say %s with one of %s."
                                .formatted(
                                        Spoken.command(verb),
                                        found.stream()
                                                .limit(6)
                                                .map(bead -> bead.id().text())
                                                .collect(Collectors.joining(", "))));
    }
}
