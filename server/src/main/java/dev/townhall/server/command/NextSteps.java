package dev.townhall.server.command;

import dev.townhall.core.foundation.text.Counted;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import java.util.List;

/// What one can do next: what `gt` alone shows.
final class NextSteps {
    private final Call call;

    NextSteps(Call call) {
        this.call = call;
    }

    int show() {
        if (call.running().isPresent()) {
            up(call.running().get());
        } else if (new TownFolder(call.townFolder()).isTown()) {
            call.screen().line("The town in " + call.townFolder() + " is down.");
            steps(List.of("gt up --detach     starts it", "gt doctor          checks it"));
        } else {
            call.screen().line("There is no town in " + call.townFolder() + " yet.");
            steps(
                    List.of(
                            "gt demo            shows in a minute what it does, here, on a clone",
                            "gt init            makes your own town",
                            "gt up --detach     starts it",
                            "gt test            builds Townhall and runs its tests"));
        }
        call.screen().line();
        call.screen().line("`gt help` lists all commands.");
        return Exit.OK;
    }

    private void up(RunningTown town) {
        Screen screen = call.screen();
        Status status = Status.of(town);
        screen.painted(
                screen.paint(Screen.Colour.BOLD, "The town is up: ")
                        + screen.paint(Screen.Colour.CYAN, status.url()));
        WaitingLine.show(screen, status.waiting(), town.time().now());
        ConvoyLine.show(screen, status.convoys());
        boolean rigs = town.ledger().read(view -> !Rigs.list(view).isEmpty());
        if (!rigs) {
            steps(List.of("gt rig add NAME PATH|URL --shell     adds a repository to work on"));
        } else if (status.waiting().isEmpty() && status.convoys().isEmpty()) {
            steps(
                    List.of(
                            "gt plan RIG --file plan.md     makes a convoy of a written plan",
                            "gt new RIG TITLE               makes one bead",
                            "gt ready                       lists what could be worked on ("
                                    + status.ready()
                                    + ")"));
        } else {
            status.convoys().stream()
                    .filter(convoy -> convoy.state().equals("staged"))
                    .forEach(convoy ->
                            steps(List.of("gt convoy launch " + convoy.id() + "     starts it")));
        }
        if (!status.findings().isEmpty()) {
            String count = Counted.of(status.findings().size(), "finding");
            steps(List.of("gt doctor     tells of " + count));
        }
    }

    private void steps(List<String> steps) {
        call.screen().line();
        steps.forEach(step -> call.screen().line("  " + step));
    }
}
