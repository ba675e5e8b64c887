package dev.townhall.server.command;

import dev.townhall.server.demo.Demo;
import dev.townhall.server.demo.DemoRequest;
import dev.townhall.server.up.Build;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The town itself: made, started, stopped, looked at.
@Command(name = "gt", description = "Townhall, from the command line.")
final class TownCommands {
    private final Call call;

    TownCommands(Call call) {
        this.call = call;
    }

    @Command(name = "init", description = "Makes the folder of a new town.")
    int init(
            @Parameters(
                            paramLabel = "DIR",
                            arity = "0..1",
                            description = "Where (default: --town DIR, GT_TOWN or ~/town).")
                    Optional<String> folder) {
        TownFolder town =
                folder.map(name -> new TownFolder(call.path(name)))
                        .orElseGet(() -> new TownFolder(call.townFolder()));
        return new Init(call, town).run();
    }

    @Command(name = "up", description = "Starts the town; stays in the foreground unless --detach.")
    int up(
            @Option(
                            names = "--port",
                            paramLabel = "N",
                            description = "Port of the web town hall; 0 takes a free one.")
                    Optional<Integer> port,
            @Option(
                            names = "--detach",
                            description = "Runs in the background; returns when it is ready.")
                    boolean detach) {
        return new Up(call, port, detach ? Up.Place.BACKGROUND : Up.Place.FOREGROUND).run();
    }

    @Command(name = "down", description = "Stops the town. Sessions end; hooks stay loaded.")
    int down() {
        RunningTown town = call.town();
        long pid = ProcessHandle.current().pid();
        town.stop();
        call.screen().line("The town is down (it was pid " + pid + ").");
        return Exit.OK;
    }

    @Command(name = "status", description = "Shows the town: rigs, workers, what waits.")
    int status(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        RunningTown town = call.town();
        Status status = Status.of(town);
        if (json) {
            call.screen().json(status);
        } else {
            status.show(call.screen(), town.time().now());
        }
        return Exit.OK;
    }

    @Command(
            name = "demo",
            description = "Takes a plan from the chat to merged commits, in a town of its own.")
    int demo(
            @Option(
                            names = "--repo",
                            paramLabel = "PATH|URL",
                            description = "The repository to work on a clone of (default: this).")
                    Optional<String> repository,
            @Option(names = "--serve", description = "Leaves the town running to look around.")
                    boolean serve,
            @Option(names = "--json", description = "Prints JSON.") boolean json) {
        DemoRequest request =
                new DemoRequest(
                        call.folder(),
                        repository,
                        serve ? DemoRequest.After.SERVE : DemoRequest.After.STOP);
        boolean landed =
                new Demo(
                                request,
                                new DemoScreen(call.screen(), json),
                                Commands::in,
                                call::pause,
                                System.getenv())
                        .run();
        return landed ? Exit.OK : Exit.FAILED;
    }

    @Command(name = "version", description = "Prints the version.")
    int version(@Option(names = "--json", description = "Prints JSON.") boolean json) {
        if (json) {
            Map<String, Object> version = new LinkedHashMap<>();
            version.put("version", Build.version());
            version.put("java", Runtime.version().toString());
            call.screen().json(version);
        } else {
            call.screen().line("townhall " + Build.version());
        }
        return Exit.OK;
    }
}
