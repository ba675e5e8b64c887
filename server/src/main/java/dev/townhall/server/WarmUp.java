package dev.townhall.server;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.server.cli.Cancellation;
import dev.townhall.server.cli.CliRequest;
import dev.townhall.server.command.Commands;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.Scratch;
import dev.townhall.server.up.TownFolder;
import dev.townhall.server.up.TownLog;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Two short lives of a town in a scratch folder, so that what a real one needs is seen while an AOT
/// cache is made: classes, and which methods an opened ledger keeps busy.
final class WarmUp {
    private static final int BEADS = 2000;
    private static final List<String> VERBS = List.of("status", "ready", "doctor", "help");

    private WarmUp() {}

    static int run(Map<String, String> environment) {
        TownLog.off();
        try (Scratch scratch = Scratch.make("warm-up")) {
            try (RunningTown town = start(scratch, environment)) {
                fill(town.ledger());
            }
            try (RunningTown town = start(scratch, environment)) {
                use(town, scratch);
            }
            return 0;
        } catch (Exception e) {
            return 1;
        }
    }

    private static RunningTown start(Scratch scratch, Map<String, String> environment) {
        return RunningTown.start(
                new TownFolder(scratch.path()),
                Config.DEFAULT.withPort(0),
                environment,
                Commands::in);
    }

    private static void fill(Ledger ledger) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    BeadId epic = tx.create(bead(tx, Bead.EPIC, "epic")).id();
                    Dependency child =
                            Dependency.on(epic, Dependency.PARENT_CHILD, tx.now(), tx.actor());
                    for (int number = 0; number < BEADS; number++) {
                        Bead task = bead(tx, Bead.TASK, "task " + number).plus(child);
                        tx.create(number % 2 == 0 ? task : task.closed("done", tx.now()));
                    }
                    return epic;
                });
    }

    private static Bead bead(Transaction tx, String type, String title) {
        BeadId id = tx.newId("wu", title, type);
        return Bead.fresh(id, type, title, tx.actor(), tx.now()).withLabels(List.of("warm"));
    }

    private static void use(RunningTown town, Scratch scratch) throws Exception {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String verb : VERBS) {
            Commands.in(town).run(request(List.of(verb), scratch), nowhere, nowhere);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(town.url()).build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private static CliRequest request(List<String> words, Scratch scratch) {
        return new CliRequest(
                words,
                InputStream.nullInputStream(),
                80,
                false,
                false,
                scratch.path(),
                Actor.TOWN,
                new Cancellation());
    }
}
