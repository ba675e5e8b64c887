package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.Script;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where one bead of a convoy stands, for people. Derived from state alone.
///
/// @param detail who has it, or what it waits for; may be empty
record WorkLine(Bead bead, Stage stage, String detail) {
    enum Stage {
        PLANNED("○"),
        WAITING("○"),
        READY("○"),
        WORKING("●"),
        IN_QUEUE("◐"),
        AWAITING_APPROVAL("?"),
        STUCK("!"),
        DONE("✓"),
        DROPPED("✗");

        final String mark;

        Stage(String mark) {
            this.mark = mark;
        }
    }

    static WorkLine of(LedgerView view, BeadId id) {
        Bead bead = view.get(id);
        Optional<Work> work = Work.ASPECT.of(bead);
        if (bead.isClosed()) {
            return closed(bead, work);
        }
        if (bead.status().equals(BeadStatus.BLOCKED)) {
            return new WorkLine(bead, Stage.STUCK, "needs a person");
        }
        if (bead.status().equals(BeadStatus.HOOKED)) {
            return new WorkLine(bead, Stage.WORKING, working(bead, work));
        }
        Optional<MergeRequest> request = request(view, work);
        if (request.isPresent()) {
            return queued(bead, request.get());
        }
        if (bead.status().equals(BeadStatus.DEFERRED)) {
            return new WorkLine(bead, Stage.PLANNED, planned(bead));
        }
        if (view.isBlocked(id)) {
            return new WorkLine(bead, Stage.WAITING, planned(bead));
        }
        boolean again = work.map(Work::attempt).orElse(1) > 1;
        return new WorkLine(bead, Stage.READY, again ? "sent back, try " + attempt(work) : "");
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
        boolean dropped =
                bead.closeReason().startsWith("dropped")
                        || bead.closeReason().startsWith("replaced");
        return new WorkLine(bead, dropped ? Stage.DROPPED : Stage.DONE, bead.closeReason());
    }

    private static String working(Bead bead, Optional<Work> work) {
        String who = bead.assignee().substring(bead.assignee().lastIndexOf('/') + 1);
        return attempt(work) > 1 ? who + ", try " + attempt(work) : who;
    }

    private static WorkLine queued(Bead bead, MergeRequest request) {
        return switch (request.phase()) {
            case AWAITING_APPROVAL ->
                    new WorkLine(bead, Stage.AWAITING_APPROVAL, "waits for approval");
            case PREPARING -> new WorkLine(bead, Stage.IN_QUEUE, "gates run");
            case MERGING -> new WorkLine(bead, Stage.IN_QUEUE, "being pushed");
            case READY, MERGED, FAILED, REJECTED ->
                    new WorkLine(bead, Stage.IN_QUEUE, "in the merge queue");
        };
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
        return String.join(" · ", parts);
    }

    private static int attempt(Optional<Work> work) {
        return work.map(Work::attempt).orElse(1);
    }
}
