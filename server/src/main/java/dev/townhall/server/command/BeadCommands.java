package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadJson;
import dev.townhall.core.bead.Script;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.TaskText;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.person.People;
import dev.townhall.core.reception.Dialect;
import dev.townhall.server.up.RunningTown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Single beads.
@Command(name = "gt", description = "Single beads.")
final class BeadCommands {
    private static final int READY_MAX = 1_000;

    private final Call call;

    BeadCommands(Call call) {
        this.call = call;
    }

    /// A bead in a list.
    record Line(
            String id,
            String title,
            String type,
            String status,
            int priority,
            String assignee,
            Instant created) {
        static Line of(Bead bead) {
            return new Line(
                    bead.id().text(),
                    bead.title(),
                    bead.type(),
                    bead.status().text(),
                    bead.priority(),
                    bead.assignee(),
                    bead.createdAt());
        }
    }

    @Command(name = "new", description = "Makes a bead.")
    int make(
            @Parameters(paramLabel = "RIG") String rig,
            @Parameters(paramLabel = "TITLE") String title,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "Its text; - reads standard input.")
                    Optional<String> file,
            @Option(
                            names = "--exec",
                            paramLabel = "CMD",
                            description = "The commands it carries, as a shell block.")
                    Optional<String> exec,
            @Option(
                            names = "--priority",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "0 (critical) to 4 (backlog); default 2.")
                    int priority,
            @Option(
                            names = "--after",
                            paramLabel = "ID",
                            description = "Waits for this bead; may be given again.")
                    @Nullable List<String> after,
            @Option(names = "--approval", description = "Its merge waits for a person.")
                    boolean approval,
            @Option(
                            names = "--witness",
                            description = "A witness judges its work before it is merged.")
                    boolean witness,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        TaskText text =
                worded(TaskText.titled(title), file, exec)
                        .withPriority(priority)
                        .withApproval(approval)
                        .withWitness(witness);
        Bead made =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx ->
                                        Tasks.create(
                                                tx,
                                                Ids.rig(tx, rig),
                                                text.waitingFor(beads(tx, after))));
        if (json) {
            call.screen().json(Line.of(made));
        } else {
            String next =
                    town.ledger().read(view -> Launching.next(view, Ids.rig(view, rig), made));
            call.screen().line("Bead %s is open. %s".formatted(made.id(), Dialect.terminal(next)));
            AgentNote.glance(town, List.of(made))
                    .forEach(note -> call.screen().line("Note: " + note));
        }
        return Exit.OK;
    }

    @Command(
            name = "edit",
            description = "Puts a bead right that nobody works on; what is not given stays.")
    int edit(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--title", paramLabel = "TITLE", description = "Its new title.")
                    Optional<String> title,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description =
                                    "Its new text; - reads standard input. Its commands stay,"
                                            + " unless the text brings others.")
                    Optional<String> file,
            @Option(
                            names = "--exec",
                            paramLabel = "CMD",
                            description = "Its new commands, instead of the present ones.")
                    Optional<String> exec,
            @Option(
                            names = "--priority",
                            paramLabel = "N",
                            description = "0 (critical) to 4 (backlog).")
                    Optional<Integer> priority,
            @Option(
                            names = "--after",
                            paramLabel = "ID",
                            description = "Waits for this bead only; may be given again.")
                    @Nullable List<String> after,
            @Option(names = "--no-after", description = "Waits for no other bead.") boolean noAfter,
            @Option(
                            names = "--approval",
                            negatable = true,
                            description = "Whether its merge waits for a person.")
                    Optional<Boolean> approval,
            @Option(
                            names = "--witness",
                            negatable = true,
                            description = "Whether a witness judges its work first.")
                    Optional<Boolean> witness,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        boolean something =
                title.isPresent()
                        || file.isPresent()
                        || exec.isPresent()
                        || priority.isPresent()
                        || after != null
                        || noAfter
                        || approval.isPresent()
                        || witness.isPresent();
        Check.that(something, "Nothing is to be changed. `gt edit --help` shows what can be.");
        Check.that(after == null || !noAfter, "--after and --no-after exclude each other.");
        Bead seen = town.ledger().read(view -> Ids.bead(view, id));
        if (!Tasks.isWork(seen)) {
            throw TownException.badInput(
                    "%s cannot be changed: it is no work but a %s."
                            .formatted(seen.id(), seen.type()));
        }
        TaskText was = TaskText.of(seen);
        TaskText text = worded(title.map(was::withTitle).orElse(was), file, exec);
        text = priority.map(text::withPriority).orElse(text);
        text = approval.map(text::withApproval).orElse(text);
        text = witness.map(text::withWitness).orElse(text);
        Bead changed = store(town, seen, noAfter ? text.waitingFor(List.of()) : text, after);
        if (json) {
            call.screen().json(Line.of(changed));
        } else {
            BeadScreen.show(call.screen(), town, changed);
        }
        return Exit.OK;
    }

    private static Bead store(
            RunningTown town, Bead seen, TaskText text, @Nullable List<String> after) {
        return town.ledger()
                .write(
                        town.owner().actor(),
                        tx ->
                                Tasks.edit(
                                        tx,
                                        People.get(tx, town.owner().name()),
                                        seen,
                                        after == null ? text : text.waitingFor(beads(tx, after))));
    }

    /// With the text of a file and the commands given beside it.
    private TaskText worded(TaskText text, Optional<String> file, Optional<String> exec) {
        TaskText worded = text;
        if (file.isPresent()) {
            String typed = call.text(file.get());
            Check.that(
                    exec.isEmpty() || Script.in(typed).isEmpty(),
                    "The text holds a block of commands already; --exec would be a second one.");
            worded = worded.withText(typed);
        }
        return exec.isPresent() ? worded.withCommands(exec.get()) : worded;
    }

    private static List<BeadId> beads(LedgerView view, @Nullable List<String> named) {
        return named == null
                ? List.of()
                : named.stream().map(text -> Ids.bead(view, text).id()).distinct().toList();
    }

    @Command(name = "ready", description = "Lists beads that could be worked on now.")
    int ready(
            @Parameters(paramLabel = "RIG", arity = "0..1", description = "Only of this rig.")
                    Optional<String> rig,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<Line> lines = call.town().ledger().read(view -> ready(view, rig));
        if (json) {
            call.screen().json(lines);
        } else if (lines.isEmpty()) {
            call.screen().line("Nothing is ready.");
        } else {
            call.screen()
                    .table(
                            List.of("BEAD", "PRIORITY", "TYPE", "TITLE"),
                            lines.stream()
                                    .map(line ->
                                            List.of(
                                                    line.id(),
                                                    "P" + line.priority(),
                                                    line.type(),
                                                    line.title()))
                                    .toList());
        }
        return Exit.OK;
    }

    private static List<Line> ready(LedgerView view, Optional<String> rig) {
        Optional<String> prefix = rig.map(name -> Ids.rig(view, name).prefix());
        return view.ready(READY_MAX).stream()
                .filter(bead -> prefix.isEmpty() || bead.id().prefix().equals(prefix.get()))
                .map(Line::of)
                .toList();
    }

    @Command(name = "show", description = "Shows a bead with all it holds.")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "Prints JSON, as it is stored.") boolean json) {
        RunningTown town = call.town();
        Bead bead = town.ledger().read(view -> Ids.bead(view, id));
        if (json) {
            call.screen().painted(BeadJson.write(bead));
        } else {
            BeadScreen.show(call.screen(), town, bead);
        }
        return Exit.OK;
    }
}
