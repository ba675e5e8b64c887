package dev.townhall.core.tool;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Comment;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Places;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reservation.Reservations;
import dev.townhall.core.rig.Rig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looking at work.
final class ViewTools {
    static final Field ID = new Field.Text("id", "a bead's id, like sh-7x2kq", 1, 255, true);

    private static final int SCANNED_MAX = 2_000;
    private static final int LISTED_MAX = 50;
    private static final int LISTED_DEFAULT = 20;
    private static final int COMMENTS_MAX = 10;
    private static final int EDGES_MAX = 20;

    private ViewTools() {}

    static List<Tool> all() {
        return List.of(
                Tool.reads(
                        "show",
                        "One bead with its text, dependencies and last comments.",
                        Fields.of(ID),
                        Tool.SEEING,
                        ViewTools::show),
                Tool.reads(
                        "ready",
                        "Open work that nothing blocks, most urgent first.",
                        Fields.of(
                                new Field.Text("rig", "for the mayor: only this rig", 1, 40, false),
                                new Field.Whole("limit", "how many", 1, LISTED_MAX, false)),
                        Tool.SEEING,
                        ViewTools::ready));
    }

    private static String show(LedgerView view, Tool.Call call) {
        Reach reach = Reach.of(view, call);
        Bead bead = reach.seen(call.with().text("id"));
        StringBuilder text = new StringBuilder();
        text.append(bead.id()).append(' ').append(Said.line(bead.title())).append('\n');
        text.append(
                "%s, %s, P%s, made %s by %s%s%s\n"
                        .formatted(
                                bead.type(),
                                status(view, bead),
                                bead.priority(),
                                Said.at(bead.createdAt()),
                                Said.line(bead.createdBy()),
                                bead.assignee().isEmpty()
                                        ? ""
                                        : ", with " + Said.line(bead.assignee()),
                                bead.labels().isEmpty()
                                        ? ""
                                        : ", labels "
                                                + Said.line(String.join(" ", bead.labels()))));
        edges(view, reach, bead, text);
        Work.ASPECT
                .of(bead)
                .filter(work -> work.attempt() > 1)
                .ifPresent(work -> text.append("try " + work.attempt() + "\n"));
        text.append(FileTools.held(Reservations.forBead(view, bead.id())));
        text.append(Said.of("description", bead.createdBy(), bead.description()));
        text.append(Said.of("design", bead.createdBy(), bead.design()));
        text.append(Said.of("acceptance", bead.createdBy(), bead.acceptanceCriteria()));
        text.append(Said.of("notes", bead.createdBy(), bead.notes()));
        comments(bead, text);
        return text.toString();
    }

    private static String status(LedgerView view, Bead bead) {
        if (bead.isClosed()) {
            return "closed: " + Said.line(bead.closeReason());
        }
        return bead.status().text() + (view.isBlocked(bead.id()) ? " and blocked" : "");
    }

    /// Only edges between beads the caller may see.
    private static void edges(LedgerView view, Reach reach, Bead bead, StringBuilder text) {
        for (Dependency edge : bead.dependencies().stream().limit(EDGES_MAX).toList()) {
            Optional<Bead> target =
                    BeadId.isWellFormed(edge.target())
                            ? view.find(new BeadId(edge.target()))
                            : Optional.empty();
            target.filter(reach::isSeen).ifPresent(it -> text.append(edge(edge.type(), it)));
        }
        String below =
                view.dependents(bead.id()).stream()
                        .filter(reach::isSeen)
                        .limit(EDGES_MAX)
                        .map(it -> it.id().text())
                        .collect(Collectors.joining(", "));
        if (!below.isEmpty()) {
            text.append("depended on by ").append(below).append('\n');
        }
    }

    private static String edge(String type, Bead target) {
        return "%s %s %s (%s)\n"
                .formatted(type, target.id(), Said.line(target.title()), target.status());
    }

    private static void comments(Bead bead, StringBuilder text) {
        List<Comment> all = bead.comments();
        int from = Math.max(0, all.size() - COMMENTS_MAX);
        if (from > 0) {
            text.append(from).append(" older comments are not shown\n");
        }
        for (Comment comment : all.subList(from, all.size())) {
            text.append(
                    Said.of(
                            "comment of " + Said.at(comment.createdAt()),
                            comment.author(),
                            comment.text()));
        }
    }

    private static String ready(LedgerView view, Tool.Call call) {
        Reach reach = Reach.of(view, call);
        Optional<RigName> only = call.with().find("rig").map(it -> rig(reach, it).name());
        int limit = call.with().number("limit", LISTED_DEFAULT);
        List<Bead> ready =
                view.ready(SCANNED_MAX).stream()
                        .filter(reach::isSeen)
                        .filter(bead -> only.isEmpty() || Places.rigOf(view, bead).equals(only))
                        .toList();
        if (ready.isEmpty()) {
            return "No work is ready.";
        }
        String lines =
                ready.stream()
                        .limit(limit)
                        .map(bead ->
                                "%s P%s %s %s%s"
                                        .formatted(
                                                bead.id(),
                                                bead.priority(),
                                                bead.type(),
                                                Said.line(bead.title()),
                                                Work.ASPECT.of(bead).isPresent()
                                                        ? " (on order)"
                                                        : ""))
                        .collect(Collectors.joining("\n"));
        return ready.size() > limit ? lines + "\nand " + (ready.size() - limit) + " more" : lines;
    }

    private static Rig rig(Reach reach, String name) {
        return reach.rig(Optional.of(name));
    }
}
