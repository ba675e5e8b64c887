package dev.townhall.core.chat;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.Script;
import dev.townhall.core.convoy.Hindrances;
import dev.townhall.core.foundation.text.Clipped;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where one bead of a convoy stands, for people. Derived from state alone.
///
/// @param detail who has it, or what it waits for; may be empty
/// @param hindrance the finding that keeps it from going on
public record WorkLine(Bead bead, Stage stage, String detail, Optional<Finding> hindrance) {
    private static final int HINDRANCE_CHARS_MAX = 400;

    public enum Stage {
        PLANNED("○", "planned"),
        WAITING("○", "waiting"),
        READY("○", "ready"),
        SENT_BACK("○", "sent back"),
        WORKING("●", "working"),
        WITNESSING("◔", "with the witness"),
        RESOLVING("◑", "conflict being resolved"),
        MERGING("◐", "merging"),
        HINDERED("!", "hindered"),
        AWAITING_APPROVAL("?", "waits for approval"),
        NEEDS_PERSON("!", "needs a person"),
        DONE("✓", "done"),
        DROPPED("✗", "dropped");

        final String mark;
        private final String words;

        Stage(String mark, String words) {
            this.mark = mark;
            this.words = words;
        }

        /// As people read it.
        public String words() {
            return words;
        }
    }

    private WorkLine(Bead bead, Stage stage, String detail) {
        this(bead, stage, detail, Optional.empty());
    }

    public static WorkLine of(LedgerView view, BeadId id) {
        return of(view, id, Hindrances.in(view));
    }

    /// As [#of(LedgerView, BeadId)], for several lines of one view.
    ///
    /// @param hindrances of that very view
    public static WorkLine of(LedgerView view, BeadId id, Hindrances hindrances) {
        WorkLine line = unhindered(view, id);
        Optional<Finding> finding = hindrances.of(id);
        return switch (line.stage) {
            case READY, SENT_BACK, WORKING, WITNESSING, RESOLVING, MERGING ->
                    finding.isPresent()
                            ? new WorkLine(line.bead, Stage.HINDERED, line.held(), finding)
                            : line;
            case PLANNED, WAITING, HINDERED, AWAITING_APPROVAL, NEEDS_PERSON, DONE, DROPPED -> line;
        };
    }

    /// What keeps it from going on, in a line; empty where nothing does.
    public String hindered() {
        return hindrance.map(WorkLine::sentence).orElse("");
    }

    /// A finding's text in a line.
    public static String sentence(Finding finding) {
        return Clipped.to(HINDRANCE_CHARS_MAX, Sanitizer.line(finding.text()));
    }

    private String held() {
        return detail.isEmpty() ? "hindered" : detail + ", hindered";
    }

    private static WorkLine unhindered(LedgerView view, BeadId id) {
        Bead bead = view.get(id);
        Optional<Work> work = Work.ASPECT.of(bead);
        if (bead.isClosed()) {
            return closed(bead, work);
        }
        if (bead.status().equals(BeadStatus.BLOCKED)) {
            return new WorkLine(bead, Stage.NEEDS_PERSON, "needs a person");
        }
        if (bead.status().equals(BeadStatus.HOOKED)) {
            return new WorkLine(bead, Stage.WORKING, working(bead, work));
        }
        Optional<MergeRequest> request = request(view, work);
        if (request.isPresent()) {
            return queued(view, bead, request.get());
        }
        if (bead.status().equals(BeadStatus.DEFERRED)) {
            return new WorkLine(bead, Stage.PLANNED, planned(bead));
        }
        if (view.isBlocked(id)) {
            return new WorkLine(bead, Stage.WAITING, planned(bead));
        }
        return attempt(work) > 1
                ? new WorkLine(bead, Stage.SENT_BACK, "sent back, try " + attempt(work))
                : new WorkLine(bead, Stage.READY, "");
    }

    /// How often it was tried, the present try included.
    public int tries() {
        return Work.ASPECT.of(bead).map(Work::tried).orElse(0);
    }

    /// The line with its commands, as they would run.
    Card.Row withCommands() {
        List<String> commands = new ArrayList<>();
        Script.of(bead).ifPresent(script -> commands.add(script.text().stripTrailing()));
        Script.verificationOf(bead)
                .ifPresent(script -> commands.add("# verify:\n" + script.text().stripTrailing()));
        return new Card.Row(
                stage.mark, bead.id().text(), bead.title(), detail, String.join("\n", commands));
    }

    Card.Row row() {
        return new Card.Row(stage.mark, bead.id().text(), bead.title(), detail, "");
    }

    boolean carriesCommands() {
        return Script.of(bead).isPresent() || Script.verificationOf(bead).isPresent();
    }

    private static WorkLine closed(Bead bead, Optional<Work> work) {
        String commit = work.map(Work::commit).orElse("");
        if (!commit.isEmpty()) {
            String by = work.map(Work::lastWorker).orElse("");
            return new WorkLine(
                    bead, Stage.DONE, Words.commit(commit) + (by.isEmpty() ? "" : " by " + by));
        }
        return new WorkLine(
                bead, Works.isDropped(bead) ? Stage.DROPPED : Stage.DONE, bead.closeReason());
    }

    private static String working(Bead bead, Optional<Work> work) {
        String who = bead.assignee().substring(bead.assignee().lastIndexOf('/') + 1);
        return attempt(work) > 1 ? who + ", try " + attempt(work) : who;
    }

    private static WorkLine queued(LedgerView view, Bead bead, MergeRequest request) {
        return switch (request.phase()) {
            case WITNESSING -> new WorkLine(bead, Stage.WITNESSING, "with the witness");
            case RESOLVING -> new WorkLine(bead, Stage.RESOLVING, "conflict being resolved");
            case AWAITING_APPROVAL ->
                    decided(view, request)
                            .map(how -> new WorkLine(bead, Stage.MERGING, how))
                            .orElseGet(() ->
                                    new WorkLine(
                                            bead, Stage.AWAITING_APPROVAL, "waits for approval"));
            case PREPARING -> new WorkLine(bead, Stage.MERGING, "gates run");
            case MERGING -> new WorkLine(bead, Stage.MERGING, "being pushed");
            case READY, MERGED, FAILED, REJECTED ->
                    new WorkLine(bead, Stage.MERGING, "in the merge queue" + parked(view, request));
        };
    }

    /// What was answered and is the refinery's turn to act on.
    private static Optional<String> decided(LedgerView view, MergeRequest request) {
        return request.approval()
                .map(id -> Approvals.get(view, id).state())
                .filter(state -> state != Approval.State.PENDING)
                .map(state -> state.name().toLowerCase(Locale.ROOT) + parked(view, request));
    }

    private static String parked(LedgerView view, MergeRequest request) {
        return Rigs.find(view, request.rig())
                .filter(rig -> rig.state() == Rig.State.PARKED)
                .map(rig -> ", but rig " + rig.name() + " is parked")
                .orElse("");
    }

    private static Optional<MergeRequest> request(LedgerView view, Optional<Work> work) {
        return work.flatMap(Work::mergeRequest)
                .map(id -> MergeRequests.get(view, id))
                .filter(request -> !request.phase().isOver());
    }

    private static String planned(Bead bead) {
        List<String> parts = new ArrayList<>();
        List<String> after = bead.targets(Dependency.BLOCKS).stream().map(BeadId::text).toList();
        if (!after.isEmpty()) {
            parts.add("after " + String.join(", ", after));
        }
        if (bead.labels().contains(MergeRequests.APPROVAL_LABEL)) {
            parts.add("merge needs approval");
        }
        if (bead.labels().contains(MergeRequests.WITNESS_LABEL)) {
            parts.add("a witness judges it");
        }
        return String.join(" · ", parts);
    }

    private static int attempt(Optional<Work> work) {
        return work.map(Work::attempt).orElse(1);
    }
}
