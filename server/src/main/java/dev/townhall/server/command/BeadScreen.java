package dev.townhall.server.command;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.chat.ApprovalCard;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.chat.WorkLine;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Spend;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.server.up.RunningTown;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One bead, as `gt show` prints it.
final class BeadScreen {
    private BeadScreen() {}

    static void show(Screen screen, RunningTown town, Bead bead) {
        screen.painted(
                screen.paint(Screen.Colour.BOLD, bead.id().text())
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  %s  P%s"
                                        .formatted(bead.type(), bead.status(), bead.priority())));
        screen.line(bead.title());
        screen.line();
        field(screen, "created", Words.day(bead.createdAt()) + " by " + bead.createdBy());
        field(screen, "worker", bead.assignee());
        bead.closed().ifPresent(at -> field(screen, "closed", Words.day(at)));
        field(screen, "because", bead.closeReason());
        field(screen, "labels", String.join(" ", bead.labels()));
        field(screen, "after", ids(bead.targets(Dependency.BLOCKS)));
        field(screen, "part of", ids(bead.targets(Dependency.PARENT_CHILD)));
        Work.ASPECT.of(bead).ifPresent(work -> work(screen, town.ledger(), bead, work));
        field(screen, "witness", town.ledger().read(view -> witness(view, bead)));
        Approval.ASPECT.of(bead).ifPresent(it -> approval(screen, it));
        long sessions =
                town.transcripts().all().stream().filter(it -> it.bead().equals(bead.id())).count();
        field(
                screen,
                "sessions",
                sessions == 0 ? "" : "%s: gt transcript %s".formatted(sessions, bead.id()));
        waiting(screen, town, bead);
        if (!bead.description().isBlank()) {
            screen.line();
            screen.line(bead.description());
        }
        events(screen, History.of(town.ledger(), bead.id()));
    }

    private static void approval(Screen screen, Approval approval) {
        field(screen, "decision", ApprovalCard.outcome(approval));
        switch (approval.subject()) {
            case Approval.Merge merge -> {
                field(screen, "branch", merge.branch());
                field(screen, "commit", merge.head());
                field(screen, "changes", ApprovalCard.size(merge));
                merge.fileLines().forEach(line -> screen.line("%-10s %s".formatted("", line)));
                if (!merge.excerpt().isEmpty()) {
                    screen.line();
                    screen.line(Sanitizer.code(merge.excerpt()));
                }
            }
            case Approval.ToolUse use -> {
                field(screen, "agent", use.agent().text());
                field(screen, "wants", Sanitizer.line(use.tool()));
                field(screen, "because", Sanitizer.line(use.why()));
                Sanitizer.code(use.arguments())
                        .lines()
                        .forEach(line -> screen.line("%-10s %s".formatted("", line)));
            }
            case Approval.Spending spending -> {
                field(screen, "for", Sanitizer.line(spending.what()));
                field(screen, "because", Sanitizer.line(spending.why()));
                field(screen, "means", Sanitizer.line(spending.meaning()));
            }
        }
    }

    /// What of this bead waits for a person, and what to type.
    private static void waiting(Screen screen, RunningTown town, Bead bead) {
        String id = bead.id().text();
        for (WaitingLine line : town.ledger().read(WaitingLine::all)) {
            if (line.bead().equals(id) || line.id().equals(id)) {
                field(screen, "waits", line.text());
                if (!line.id().equals(id)) {
                    line.files()
                            .forEach(file ->
                                    screen.line(
                                            "%-10s %s +%s -%s"
                                                    .formatted(
                                                            "",
                                                            file.name(),
                                                            file.added(),
                                                            file.removed())));
                }
                if (line.kind().equals("approval")) {
                    field(screen, "gates", line.gatesInWords());
                }
                line.expires()
                        .ifPresent(end ->
                                field(
                                        screen,
                                        "expiry",
                                        WaitingLine.expiry(end, town.time().now())));
                field(screen, "answer", String.join("   ", line.commands()));
            }
        }
    }

    private static void work(Screen screen, Ledger ledger, Bead bead, Work work) {
        field(screen, "rig", work.rig().text());
        field(screen, "convoy", work.convoy().map(BeadId::text).orElse(""));
        WorkLine stands = ledger.read(view -> WorkLine.of(view, bead.id()));
        field(
                screen,
                "phase",
                stands.stage() == WorkLine.Stage.MERGING && !stands.detail().isEmpty()
                        ? stands.stage().words() + ": " + stands.detail()
                        : stands.stage().words());
        field(screen, "hindered", stands.hindered());
        field(screen, "tries", Integer.toString(stands.tries()));
        work.rework().ifPresent(why -> field(screen, "sent back", Works.sentence(why)));
        field(screen, "request", work.mergeRequest().map(BeadId::text).orElse(""));
        field(screen, "commit", work.commit());
        Spend spend = ledger.read(view -> Costs.of(view, bead.id()));
        field(screen, "cost", spend.turns() == 0 ? "" : spend.sentence());
    }

    /// What the witness said, or that it has a say.
    private static String witness(LedgerView view, Bead bead) {
        Optional<Witnessing.Testimony> said =
                Work.ASPECT
                        .of(bead)
                        .flatMap(Work::mergeRequest)
                        .map(id -> MergeRequests.get(view, id))
                        .flatMap(MergeRequest::testimony);
        if (said.isPresent()) {
            return "%s by %s, %s: %s"
                    .formatted(
                            said.get().verdict() == Witnessing.Verdict.ACCEPTED
                                    ? "accepted"
                                    : "not accepted",
                            said.get().by(),
                            Words.day(said.get().at()),
                            Sanitizer.line(said.get().reasons()));
        }
        return bead.labels().contains(MergeRequests.WITNESS_LABEL)
                ? "judges the work before it is merged"
                : "";
    }

    private static void events(Screen screen, List<String> history) {
        if (!history.isEmpty()) {
            screen.line();
        }
        history.forEach(line -> screen.painted(screen.paint(Screen.Colour.DIM, line)));
    }

    private static String ids(List<BeadId> ids) {
        return ids.stream().map(BeadId::text).collect(Collectors.joining(" "));
    }

    private static void field(Screen screen, String name, String value) {
        if (!value.isBlank()) {
            screen.line("%-10s %s".formatted(name, value));
        }
    }
}
