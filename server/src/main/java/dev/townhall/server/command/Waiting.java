package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.question.Questions;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.up.RunningTown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Waits for convoys and beads until they are done, or until it is clear that they will not be
/// without a person.
final class Waiting {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Tally ONE_OPEN = new Tally(1, 0, 0);
    private static final String STRANDED = "nothing of it is ready or under way";

    /// How often in a row it must look stranded before that is believed.
    private static final int STRANDED_LOOKS = 30;

    private final Call call;
    private final List<String> named;
    private final Optional<Duration> timeout;

    Waiting(Call call, List<String> named, Optional<Duration> timeout) {
        this.call = call;
        this.named = named;
        this.timeout = timeout;
    }

    enum State {
        DONE,
        GOING_ON,
        NEEDS_PERSON,
        DROPPED
    }

    /// How far one of those waited for is.
    record Line(String id, State state, Tally tally, String why) {
        /// Nothing moves, and nobody is asked: perhaps only between two steps of the town.
        boolean isStranded() {
            return why.equals(STRANDED);
        }
    }

    int run(boolean json) {
        RunningTown town = call.town();
        List<BeadId> ids =
                town.ledger()
                        .read(view ->
                                named.stream()
                                        .map(text -> Ids.bead(view, text).id())
                                        .distinct()
                                        .toList());
        Duration begun = town.time().elapsed();
        int stranded = 0;
        while (true) {
            List<Line> lines =
                    town.ledger().read(view -> ids.stream().map(id -> look(view, id)).toList());
            Duration waited = town.time().elapsed().minus(begun);
            stranded = lines.stream().anyMatch(Line::isStranded) ? stranded + 1 : 0;
            boolean sure = stranded == 0 || stranded >= STRANDED_LOOKS;
            boolean late = timeout.isPresent() && waited.compareTo(timeout.get()) >= 0;
            boolean over = lines.stream().noneMatch(line -> line.state() == State.GOING_ON);
            if (late || (over && sure)) {
                return tell(lines, json);
            }
            int closed = lines.stream().mapToInt(line -> line.tally().closed()).sum();
            int total = lines.stream().mapToInt(line -> line.tally().total()).sum();
            call.screen().progress(closed, total, "closed");
            call.pause(LOOK_AGAIN);
        }
    }

    private int tell(List<Line> lines, boolean json) {
        if (json) {
            call.screen().json(lines.stream().map(Waiting::json).toList());
        } else {
            lines.forEach(line -> call.screen().line(sentence(line)));
        }
        if (has(lines, State.DROPPED)) {
            return Exit.FAILED;
        }
        if (has(lines, State.GOING_ON)) {
            return Exit.TIME_OUT;
        }
        return has(lines, State.NEEDS_PERSON) ? Exit.NEEDS_PERSON : Exit.OK;
    }

    private static boolean has(List<Line> lines, State state) {
        return lines.stream().anyMatch(line -> line.state() == state);
    }

    private record JsonLine(
            String id, String state, int closed, int dropped, int total, String why) {}

    private static JsonLine json(Line line) {
        return new JsonLine(
                line.id(),
                Words.lower(line.state()),
                line.tally().closed(),
                line.tally().dropped(),
                line.tally().total(),
                line.why());
    }

    private static String sentence(Line line) {
        Tally tally = line.tally();
        String count =
                " (%s/%s closed%s)"
                        .formatted(
                                tally.closed(),
                                tally.total(),
                                tally.dropped() == 0 ? "" : ", " + tally.dropped() + " dropped");
        return line.id()
                + switch (line.state()) {
                    case DONE -> " is done" + count + ".";
                    case GOING_ON -> " is still under way" + count + ".";
                    case NEEDS_PERSON -> " needs a person" + count + ": " + line.why();
                    case DROPPED -> " was dropped" + count + ".";
                };
    }

    private static Line look(LedgerView view, BeadId id) {
        Bead bead = view.get(id);
        Optional<Convoy> convoy = Convoy.ASPECT.of(bead);
        if (convoy.isPresent()) {
            return convoy(view, id, convoy.get());
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
        return judged(view, id.text(), of.get(), ONE_OPEN);
    }

    private static Line convoy(LedgerView view, BeadId id, Convoy convoy) {
        Tally tally = Tally.of(view, convoy);
        return switch (convoy.state()) {
            case LANDED -> new Line(id.text(), State.DONE, tally, "");
            case DROPPED -> new Line(id.text(), State.DROPPED, tally, "");
            case STAGED, OPEN -> judged(view, id.text(), convoy, tally);
        };
    }

    /// Needs a person as soon as nothing of the whole convoy moves by itself any more.
    private static Line judged(LedgerView view, String id, Convoy convoy, Tally tally) {
        String still = "";
        Optional<Rig> rig = Rigs.find(view, convoy.rig());
        if (convoy.state() == Convoy.State.STAGED) {
            still = "its convoy is not launched: gt convoy launch";
        } else if (rig.isEmpty() || rig.get().state() != Rig.State.READY) {
            still = "rig " + convoy.rig() + " is parked or gone";
        } else if (!convoy.beads().stream().allMatch(bead -> view.get(bead).isClosed())
                && convoy.beads().stream().noneMatch(bead -> moves(view, convoy, bead))) {
            still = convoy.paused() ? "its convoy is paused" : waits(view, convoy);
        }
        return new Line(id, still.isEmpty() ? State.GOING_ON : State.NEEDS_PERSON, tally, still);
    }

    private static boolean moves(LedgerView view, Convoy convoy, BeadId id) {
        Bead bead = view.get(id);
        if (bead.isClosed() || bead.status().equals(BeadStatus.BLOCKED)) {
            return false;
        }
        if (bead.status().equals(BeadStatus.OPEN)) {
            return view.isReady(id) && !convoy.paused();
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
                .map(request -> !waitsForAnswer(view, MergeRequests.get(view, request)))
                .orElse(true);
    }

    /// An answer that was given is the refinery's turn again.
    private static boolean waitsForAnswer(LedgerView view, MergeRequest request) {
        return request.phase() == MergeRequest.Phase.AWAITING_APPROVAL
                && request.approval()
                        .map(asked -> Approvals.get(view, asked).state())
                        .filter(state -> state == Approval.State.PENDING)
                        .isPresent();
    }

    private static String waits(LedgerView view, Convoy convoy) {
        List<String> reasons = new ArrayList<>();
        List<String> beads = convoy.beads().stream().map(BeadId::text).toList();
        for (WaitingLine line : WaitingLine.all(view)) {
            if (beads.contains(line.bead())) {
                reasons.add(line.id() + " " + line.text());
            }
        }
        return reasons.isEmpty() ? STRANDED : String.join("; ", reasons);
    }
}
