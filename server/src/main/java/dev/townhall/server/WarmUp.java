package dev.townhall.server;

import dev.townhall.core.bead.Actor;
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

/// A short life of a town in a scratch folder, so that the classes a real one needs are seen while
/// an AOT cache is made.
final class WarmUp {
    private static final List<String> VERBS = List.of("status", "ready", "doctor", "help");

    private WarmUp() {}

    static int run(Map<String, String> environment) {
        TownLog.off();
        try (Scratch scratch = Scratch.make("warm-up");
                RunningTown town =
                        RunningTown.start(
                                new TownFolder(scratch.path()),
                                Config.DEFAULT.withPort(0),
                                environment,
                                Commands::in)) {
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
            return 0;
        } catch (Exception e) {
            return 1;
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
