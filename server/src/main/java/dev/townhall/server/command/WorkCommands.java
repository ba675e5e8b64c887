package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Launching;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.rig.Rig;
import dev.townhall.server.up.RunningTown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Plans, and work that is begun.
@Command(name = "gt", description = "Plans, and work that is begun.")
final class WorkCommands {
    private static final int PROBLEMS_TOLD_MAX = 3;

    private final Call call;

    WorkCommands(Call call) {
        this.call = call;
    }

    /// A bead of a plan.
    record Planned(String id, String title, int wave) {}

    /// A plan made into a convoy.
    ///
    /// @param notes what in it was taken as text and looks like more
    record Staged(String convoy, String state, List<Planned> beads, List<String> notes) {}

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
        Plan plan = parse(file.equals("-") ? "standard input" : file, text);
        BeadId convoy =
                town.ledger()
                        .write(
                                town.owner().actor(),
                                tx -> {
                                    Rig known = Ids.rig(tx, rig);
                                    if (launch) {
                                        Launching.mustBeLaunchable(tx, known, plan);
                                    }
                                    BeadId id = Convoys.stage(tx, known.name(), plan, text);
                                    if (launch) {
                                        Convoys.launch(tx, id);
                                    }
                                    return id;
                                });
        show(town, convoy, plan.doubts(), json);
        return Exit.OK;
    }

    private void show(RunningTown town, BeadId convoy, List<String> notes, boolean json) {
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
                                            .toList(),
                                    notes));
            return;
        }
        line.showBeads(call.screen());
        call.screen().line();
        notes.forEach(note -> call.screen().line("Note: " + note));
        call.screen().line(next(town, line, convoy));
    }

    /// What to do next; what keeps it from being begun was said above the beads.
    private static String next(RunningTown town, ConvoyLine line, BeadId id) {
        if (!line.state().equals("staged")) {
            return line.waits().isPresent()
                    ? "It is launched: `gt convoy status %s`.".formatted(id)
                    : "It is under way: `gt convoy status %s`.".formatted(id);
        }
        boolean launchable =
                town.ledger()
                        .read(view -> Launching.hindrance(view, Convoys.get(view, id)).isEmpty());
        return launchable
                ? "`gt convoy launch %s` launches it.".formatted(id)
                : "After that `gt convoy launch %s` launches it.".formatted(id);
    }

    private static Plan parse(String file, String text) {
        return switch (PlanText.parse(text)) {
            case PlanText.Parsed.Ok(Plan plan) -> plan;
            case PlanText.Parsed.NotAPlan() ->
                    throw TownException.badInput(
                            "%s holds no list. An item looks like `- [ ] Count per address`."
                                    .formatted(file));
            case PlanText.Parsed.Bad(List<PlanText.Problem> problems) ->
                    throw TownException.badInput(refusal(file, problems));
        };
    }

    /// The first problems: the rest is often gone with them.
    private static String refusal(String file, List<PlanText.Problem> problems) {
        int more = problems.size() - PROBLEMS_TOLD_MAX;
        return problems.stream()
                        .limit(PROBLEMS_TOLD_MAX)
                        .map(problem -> file + " " + problem)
                        .collect(Collectors.joining(" "))
                + (more > 0 ? " And " + Counted.of(more, "more problem") + "." : "");
    }

    @Command(name = "sling", description = "Gives ready beads to workers.")
    int sling(
            @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        List<ConvoyLine> lines = new ArrayList<>();
        List<BeadId> slung = new ArrayList<>();
        for (String id : ids) {
            Heard heard = Heard.say(town, "sling", List.of(id));
            BeadId convoy = heard.about().getLast();
            lines.add(town.ledger().read(view -> ConvoyLine.of(view, view.get(convoy))));
            slung.addAll(town.ledger().read(view -> Convoys.get(view, convoy).beads()));
            if (!json) {
                heard.print(call.screen());
            }
        }
        if (json) {
            call.screen().json(lines);
        } else {
            List<Bead> beads = town.ledger().read(view -> slung.stream().map(view::get).toList());
            AgentNote.glance(town, beads).forEach(note -> call.screen().line("Note: " + note));
        }
        return Exit.OK;
    }
}
