package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.Sought;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Work orders over beads.
@Command(name = "gt convoy", description = "Work orders over beads.")
final class ConvoyCommands {
    private final Call call;

    ConvoyCommands(Call call) {
        this.call = call;
    }

    @Command(name = "list", description = "Lists convoys, newest first.")
    int list(
            @Option(names = "--all", description = "Landed and dropped ones too.") boolean all,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        List<ConvoyLine> every =
                call.town()
                        .ledger()
                        .read(view ->
                                Convoys.list(view).stream()
                                        .map(bead -> ConvoyLine.of(view, bead))
                                        .toList());
        List<ConvoyLine> shown = every.stream().filter(line -> all || line.isUnderWay()).toList();
        if (json) {
            call.screen().json(shown);
            return Exit.OK;
        }
        if (shown.isEmpty()) {
            call.screen()
                    .line(every.isEmpty() ? "There are no convoys yet." : "No convoys under way.");
        }
        ConvoyLine.show(call.screen(), shown);
        if (shown.size() < every.size()) {
            call.screen().line(over(every) + ": `gt convoy list --all` shows them.");
        }
        return Exit.OK;
    }

    /// `3 landed, 1 dropped`.
    private static String over(List<ConvoyLine> convoys) {
        return Stream.of("landed", "dropped")
                .map(state -> {
                    long count = convoys.stream().filter(it -> it.state().equals(state)).count();
                    return count == 0 ? "" : count + " " + state;
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    @Command(name = "status", description = "Shows a convoy and its beads.")
    int status(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        ConvoyLine convoy = call.town().ledger().read(view -> ConvoyLine.of(view, find(view, id)));
        if (json) {
            call.screen().json(convoy);
        } else {
            convoy.showBeads(call.screen());
        }
        return Exit.OK;
    }

    @Command(name = "launch", description = "Lets a staged convoy run.")
    int launch(@Parameters(paramLabel = "ID") String id) {
        return say("launch", id);
    }

    @Command(name = "pause", description = "Slings no further beads of a convoy.")
    int pause(@Parameters(paramLabel = "ID") String id) {
        return say("pause", id);
    }

    @Command(name = "resume", description = "Lets a paused convoy go on.")
    int resume(@Parameters(paramLabel = "ID") String id) {
        return say("resume", id);
    }

    @Command(name = "drop", description = "Gives a convoy up.")
    int drop(@Parameters(paramLabel = "ID") String id) {
        return say("drop", id);
    }

    private int say(String verb, String id) {
        return Heard.say(call.town(), "convoy " + verb, List.of(id)).print(call.screen());
    }

    /// The convoy named, or the one of the bead named.
    static Bead find(LedgerView view, String text) {
        Bead bead = Ids.bead(view, text, Sought.CONVOY);
        if (Convoy.ASPECT.of(bead).isPresent()) {
            return bead;
        }
        BeadId of =
                Work.ASPECT
                        .of(bead)
                        .flatMap(Work::convoy)
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "%s is no convoy and in none. %s"
                                                .formatted(bead.id(), Sought.CONVOY.where())));
        return view.get(of);
    }
}
