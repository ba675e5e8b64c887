package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadJson;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Hidden;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.rig.Rig;
import dev.townhall.server.up.RunningTown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Beads and plans.
@Command(name = "gt", description = "Beads and plans.")
final class WorkCommands {
    private static final int READY_MAX = 1_000;

    private final Call call;

    WorkCommands(Call call) {
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

    /// A bead of a plan.
    record Planned(String id, String title, int wave) {}

    /// A plan made into a convoy.
    record Staged(String convoy, String state, List<Planned> beads) {}

    @Command(name = "new", description = "Makes a bead.")
    int make(
            @Parameters(paramLabel = "RIG") String rig,
            @Parameters(paramLabel = "TITLE") String title,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "Its description; - reads standard input.")
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
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        String text = file.map(call::text).orElse("");
        String block = exec.map(commands -> "```sh\n" + commands + "\n```").orElse("");
        String description = (text + (text.isEmpty() ? "" : "\n\n") + block).strip();
        Check.that(
                Hidden.firstIn(title + description) < 0,
                "A bead cannot hold hidden characters: what is shown must be what is there.");
        Bead made =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx ->
                                        create(
                                                tx,
                                                Ids.rig(tx, rig),
                                                title.strip(),
                                                description,
                                                priority,
                                                after == null ? List.of() : after,
                                                approval));
        if (json) {
            call.screen().json(Line.of(made));
        } else {
            call.screen()
                    .line(
                            "Bead %s is open. `gt sling %s` starts it."
                                    .formatted(made.id(), made.id()));
        }
        return Exit.OK;
    }

    private static Bead create(
            Transaction tx,
            Rig rig,
            String title,
            String description,
            int priority,
            List<String> after,
            boolean approval) {
        BeadId id = tx.newId(rig.prefix(), title, description);
        List<Dependency> edges = new ArrayList<>();
        for (String other : after) {
            BeadId target = Ids.bead(tx, other).id();
            edges.add(Dependency.on(target, Dependency.BLOCKS, tx.now(), tx.actor()));
        }
        BeadEdit edit =
                new BeadEdit(Bead.fresh(id, Bead.TASK, title, tx.actor(), tx.now()))
                        .description(description)
                        .priority(priority)
                        .dependencies(edges);
        if (approval) {
            edit.labels(List.of(MergeRequests.APPROVAL_LABEL));
        }
        Bead made = tx.create(edit.done());
        Events.emit(tx, new TownEvent.BeadCreated(id, title));
        return made;
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
            BeadScreen.show(call.screen(), town.ledger(), bead);
        }
        return Exit.OK;
    }

    @Command(name = "plan", description = "Makes a convoy of a written plan.")
    int plan(
            @Parameters(paramLabel = "RIG") String rig,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            required = true,
                            description = "The plan; - reads standard input.")
                    String file,
            @Option(names = "--launch", description = "Launches it at once.") boolean launch,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        String text = call.text(file);
        Plan plan = parse(file, text);
        BeadId convoy =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> {
                                    Rig known = Ids.rig(tx, rig);
                                    BeadId id = Convoys.stage(tx, known.name(), plan, text);
                                    if (launch) {
                                        Convoys.launch(tx, id);
                                    }
                                    return id;
                                });
        show(town, convoy, json);
        return Exit.OK;
    }

    private void show(RunningTown town, BeadId convoy, boolean json) {
        ConvoyLine line = town.ledger().read(view -> ConvoyLine.of(view, view.get(convoy)));
        if (json) {
            call.screen()
                    .json(
                            new Staged(
                                    line.id(),
                                    line.state(),
                                    line.beads().stream()
                                            .map(bead ->
                                                    new Planned(
                                                            bead.id(), bead.title(), bead.wave()))
                                            .toList()));
            return;
        }
        line.showBeads(call.screen());
        if (line.state().equals("staged")) {
            call.screen().line();
            call.screen().line("`gt convoy launch " + line.id() + "` starts it.");
        }
    }

    private static Plan parse(String file, String text) {
        return switch (PlanText.parse(text)) {
            case PlanText.Parsed.Ok(Plan plan) -> plan;
            case PlanText.Parsed.NotAPlan() ->
                    throw TownException.badInput(
                            "%s holds no list. An item looks like `- [ ] Count per address`."
                                    .formatted(file));
            case PlanText.Parsed.Bad(List<PlanText.Problem> problems) ->
                    throw TownException.badInput(
                            problems.stream()
                                    .map(problem -> file + " " + problem)
                                    .collect(Collectors.joining(" ")));
        };
    }

    @Command(name = "sling", description = "Gives ready beads to workers.")
    int sling(
            @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        List<ConvoyLine> lines = new ArrayList<>();
        for (String id : ids) {
            Heard heard = Heard.say(town, "sling", List.of(id));
            BeadId convoy = heard.about().getLast();
            lines.add(town.ledger().read(view -> ConvoyLine.of(view, view.get(convoy))));
            if (!json) {
                heard.print(call.screen());
            }
        }
        if (json) {
            call.screen().json(lines);
        }
        return Exit.OK;
    }
}
