package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.question.Questions;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.command.Waiting.Line;
import dev.townhall.server.command.Waiting.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How far convoys and beads are at one moment, and whether they get on without a person.
final class Look {
    /// Nothing moves, and nobody is asked.
    static final String STRANDED = "nothing of it is ready or under way";

    private static final Tally ONE_OPEN = new Tally(1, 0, 0);

    private final LedgerView view;
    private final Hindrances hindrances;
    private final Instant now;
    private final Predicate<Finding> stands;

    private Look(LedgerView view, Instant now, Predicate<Finding> stands) {
        this.view = view;
        this.hindrances = Hindrances.in(view);
        this.now = now;
        this.stands = stands;
    }

    /// @param stands whether a finding is known to be so still; what may have been put right
    ///     meanwhile counts as going on
    static Look at(LedgerView view, Instant now, Predicate<Finding> stands) {
        return new Look(view, now, stands);
    }

    List<Line> all(List<BeadId> ids) {
        return ids.stream().map(this::one).toList();
    }

    private Line one(BeadId id) {
        Bead bead = view.get(id);
        Optional<Convoy> convoy = Convoy.ASPECT.of(bead);
        if (convoy.isPresent()) {
            return convoy(id, convoy.get());
        }
        Optional<Work> work = Work.ASPECT.of(bead);
        if (bead.isClosed()) {
            return Works.isDropped(bead)
                    ? new Line(id.text(), State.DROPPED, new Tally(1, 0, 1), "")
                    : new Line(id.text(), State.DONE, new Tally(1, 1, 0), "");
        }
        Optional<Convoy> of =
                work.flatMap(Work::convoy).flatMap(in -> Convoy.ASPECT.of(view.get(in)));
        if (of.isEmpty()) {
            return new Line(
                    id.text(), State.NEEDS_PERSON, ONE_OPEN, "it is not slung: gt sling " + id);
        }
        return judged(id.text(), of.get(), ONE_OPEN);
    }

    private Line convoy(BeadId id, Convoy convoy) {
        Tally tally = Tally.of(view, convoy);
        return switch (convoy.state()) {
            case LANDED -> new Line(id.text(), State.DONE, tally, "");
            case DROPPED -> new Line(id.text(), State.DROPPED, tally, "");
            case STAGED, OPEN -> judged(id.text(), convoy, tally);
        };
    }

    /// Needs a person as soon as nothing of the whole convoy moves by itself any more.
    private Line judged(String id, Convoy convoy, Tally tally) {
        String still = "";
        Optional<Rig> rig = Rigs.find(view, convoy.rig());
        if (convoy.state() == Convoy.State.STAGED) {
            still = "its convoy is not launched: gt convoy launch";
        } else if (rig.isEmpty() || rig.get().state() != Rig.State.READY) {
            boolean parked = rig.filter(it -> it.state() == Rig.State.PARKED).isPresent();
            still =
                    parked
                            ? "rig %1$s is parked: gt rig unpark %1$s".formatted(convoy.rig())
                            : "rig " + convoy.rig() + " is gone or not ready";
        } else {
            List<Finding> workers = standing(hindrances.ofWorkers(rig.get(), now));
            if (!convoy.beads().stream().allMatch(bead -> view.get(bead).isClosed())
                    && convoy.beads().stream().noneMatch(bead -> moves(convoy, bead, workers))) {
                still = convoy.paused() ? "its convoy is paused" : waits(convoy, workers);
            }
        }
        return new Line(id, still.isEmpty() ? State.GOING_ON : State.NEEDS_PERSON, tally, still);
    }

    /// All of them, or none while one may have been put right.
    private List<Finding> standing(List<Finding> findings) {
        return findings.stream().allMatch(stands) ? findings : List.of();
    }

    /// @param workers what keeps the rig's workers from taking more, if it is all of them
    private boolean moves(Convoy convoy, BeadId id, List<Finding> workers) {
        Bead bead = view.get(id);
        if (bead.isClosed()
                || bead.status().equals(BeadStatus.BLOCKED)
                || hindrances
                        .of(id)
                        .filter(it -> Hindrances.lasts(it, now))
                        .filter(stands)
                        .isPresent()) {
            return false;
        }
        if (bead.status().equals(BeadStatus.OPEN)) {
            return view.isReady(id) && !convoy.paused() && workers.isEmpty();
        }
        boolean asks =
                Questions.open(view).stream()
                        .map(each -> Questions.get(view, each.id()))
                        .anyMatch(each -> each.onHook() && each.bead().equals(Optional.of(id)));
        if (asks) {
            return false;
        }
        return Work.ASPECT
                .of(bead)
                .flatMap(Work::mergeRequest)
                .map(request -> !waitsForAnswer(MergeRequests.get(view, request)))
                .orElse(true);
    }

    /// An answer that was given is the refinery's turn again.
    private boolean waitsForAnswer(MergeRequest request) {
        return request.phase() == MergeRequest.Phase.AWAITING_APPROVAL
                && request.approval()
                        .map(asked -> Approvals.get(view, asked).state())
                        .filter(state -> state == Approval.State.PENDING)
                        .isPresent();
    }

    private String waits(Convoy convoy, List<Finding> workers) {
        List<String> reasons = new ArrayList<>();
        List<String> beads = convoy.beads().stream().map(BeadId::text).toList();
        for (WaitingLine line : WaitingLine.all(view)) {
            if (beads.contains(line.bead()) && !line.kind().equals(WaitingLine.FINDING)) {
                reasons.add(line.id() + " " + line.text());
            }
        }
        convoy.beads().stream()
                .flatMap(bead -> hindrances.of(bead).stream())
                .forEach(finding -> reasons.add(hindered(finding)));
        workers.forEach(finding -> reasons.add(hindered(finding)));
        return reasons.isEmpty()
                ? STRANDED
                : String.join("; ", reasons.stream().distinct().toList());
    }

    private static String hindered(Finding finding) {
        return "it is hindered, and goes on by itself once this is put right: "
                + WorkLine.sentence(finding);
    }
}
