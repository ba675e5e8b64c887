package dev.townhall.server.command;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The merge queue.
@Command(name = "gt mq", description = "The merge queue.")
final class QueueCommands {
    private final Call call;

    QueueCommands(Call call) {
        this.call = call;
    }

    /// A request as it is shown.
    record Line(
            String id,
            String rig,
            String bead,
            String title,
            String worker,
            String phase,
            String branch,
            String head,
            Optional<String> approval,
            Instant submitted) {
        static Line of(LedgerView view, MergeRequests.Queued queued) {
            MergeRequest request = queued.request();
            return new Line(
                    queued.id().text(),
                    request.rig().text(),
                    request.bead().text(),
                    view.get(request.bead()).title(),
                    request.worker().text(),
                    Words.lower(request.phase()),
                    request.branch(),
                    request.head(),
                    request.approval().map(BeadId::text),
                    request.submitted());
        }
    }

    @Command(name = "list", description = "Lists what waits to be merged, oldest first.")
    int list(
            @Parameters(paramLabel = "RIG", arity = "0..1", description = "Only of this rig.")
                    Optional<String> rig,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<Line> lines = call.town().ledger().read(view -> lines(view, rig));
        if (json) {
            call.screen().json(lines);
        } else if (lines.isEmpty()) {
            call.screen().line("Nothing waits to be merged.");
        } else {
            call.screen()
                    .table(
                            List.of("REQUEST", "RIG", "PHASE", "BEAD", "WORKER", "TITLE"),
                            lines.stream()
                                    .map(line ->
                                            List.of(
                                                    line.id(),
                                                    line.rig(),
                                                    line.phase(),
                                                    line.bead(),
                                                    line.worker(),
                                                    line.title()))
                                    .toList());
        }
        return Exit.OK;
    }

    private static List<Line> lines(LedgerView view, Optional<String> rig) {
        List<Rig> rigs =
                rig.map(name -> List.of(Ids.rig(view, name))).orElseGet(() -> Rigs.list(view));
        List<Line> lines = new ArrayList<>();
        for (Rig each : rigs) {
            MergeRequests.open(view, each.name())
                    .forEach(queued -> lines.add(Line.of(view, queued)));
        }
        return lines;
    }

    @Command(
            name = "retry",
            description = "Gives a bead whose merge failed for good a new set of tries.")
    int retry(@Parameters(paramLabel = "ID", description = "A request or its bead.") String id) {
        return Heard.say(call.town(), "mq retry", List.of(id)).print(call.screen());
    }

    @Command(
            name = "reject",
            description = "Takes a request out of the queue; its bead then waits for a person.")
    int reject(
            @Parameters(paramLabel = "ID", description = "A request or its bead.") String id,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "Why.")
                    String reason) {
        Heard.say(call.town(), "show", List.of(id));
        String line = "mq reject " + id + " " + reason.replaceAll("\\s+", " ");
        return Heard.sayLine(call.town(), line.strip()).print(call.screen());
    }
}
