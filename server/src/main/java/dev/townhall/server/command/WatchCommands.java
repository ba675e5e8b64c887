package dev.townhall.server.command;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.crew.CrewNames;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.rig.Rigs;
import dev.townhall.server.config.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Watching what happens, and whether all is well.
@Command(name = "gt", description = "Watching what happens.")
final class WatchCommands {
    private static final int EVENTS_AT_ONCE = 500;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Call call;

    WatchCommands(Call call) {
        this.call = call;
    }

    @Command(name = "wait", description = "Waits until convoys have landed or beads are closed.")
    int await(
            @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            description = "Such as 90s, 10m or 1h30m (default: for ever).")
                    Optional<String> timeout,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        return new Waiting(call, ids, timeout.map(Spans::parse)).run(json);
    }

    @Command(
            name = "thread",
            description = "Shows what was said about a convoy, or with one of the crew.")
    int thread(
            @Parameters(
                            paramLabel = "ID",
                            description =
                                    "A convoy, one of its beads, a member of the crew, or a rig for its"
                                            + " channel.")
                    String id,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        Ledger ledger = call.town().ledger();
        List<PostLine> posts = PostLine.of(ledger, conversation(ledger, id));
        if (json) {
            call.screen().json(posts);
        } else if (posts.isEmpty()) {
            call.screen().line("Nothing was said there yet.");
        } else {
            posts.forEach(post -> post.show(call.screen()));
        }
        return Exit.OK;
    }

    private Conversation conversation(Ledger ledger, String text) {
        if (text.contains(":")) {
            return Conversation.parse(text);
        }
        return ledger.read(view -> {
            boolean rig = Rigs.list(view).stream().anyMatch(it -> it.name().text().equals(text));
            List<Agent> crew = Crews.all(view);
            if (!rig && crew.stream().anyMatch(member -> CrewNames.isCalled(member, text))) {
                return CrewVerbs.thread(CrewNames.find(crew, text));
            }
            return rig
                    ? new Conversation.Channel(new RigName(text))
                    : new Conversation.ConvoyThread(convoy(view, text));
        });
    }

    private static BeadId convoy(LedgerView view, String text) {
        try {
            return ConvoyCommands.find(view, text).id();
        } catch (TownException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            throw new TownException(
                    ErrorCode.NOT_FOUND,
                    "There is no convoy, bead, rig or member of a crew '%s'. `gt convoy list`, `gt rig list` and `gt crew list` show what there is."
                            .formatted(text),
                    e);
        }
    }

    @Command(name = "events", description = "Lists what happened, oldest first.")
    int events(
            @Option(names = "--from", paramLabel = "N", description = "Begins at this number.")
                    Optional<Long> from,
            @Option(names = "--last", paramLabel = "N", description = "Only the newest N.")
                    Optional<Integer> last,
            @Option(names = "--follow", description = "Goes on as things happen.") boolean follow,
            @Option(names = "--json", description = "Prints JSON, one object a line.")
                    boolean json) {
        Ledger ledger = call.town().ledger();
        Check.that(from.isEmpty() || last.isEmpty(), "--from and --last exclude each other.");
        Check.that(from.orElse(1L) >= 1, "--from counts from 1; found %s.", from.orElse(1L));
        last.ifPresent(count -> Check.that(count >= 1, "--last counts from 1; found %s.", count));
        long next =
                last.map(count -> ledger.read(view -> view.lastEvent()) - count + 1)
                        .map(first -> Math.max(1, first))
                        .orElseGet(() -> from.orElse(1L));
        while (true) {
            List<EventRecord> events = ledger.events(next, EVENTS_AT_ONCE);
            for (EventRecord event : events) {
                print(event, json);
            }
            next = events.isEmpty() ? next : events.getLast().seq() + 1;
            if (events.size() < EVENTS_AT_ONCE) {
                if (!follow) {
                    return Exit.OK;
                }
                call.pause(LOOK_AGAIN);
            }
        }
    }

    private void print(EventRecord event, boolean json) {
        Screen screen = call.screen();
        if (json) {
            screen.json(event);
            return;
        }
        screen.painted(
                screen.paint(
                                Screen.Colour.DIM,
                                "%6d  %s  ".formatted(event.seq(), Words.clock(event.at())))
                        + screen.paint(Screen.Colour.CYAN, event.type())
                        + screen.paint(
                                Screen.Colour.PLAIN,
                                "  %s  by %s".formatted(event.subject(), event.actor())));
    }

    @Command(
            name = "doctor",
            description = "Checks ledger, repositories, hooks, deliveries and findings.")
    int doctor(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        return new Doctor(call).run(json);
    }
}
