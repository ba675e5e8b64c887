package dev.townhall.server.cli;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.random.SecureRandomness;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A town of its command line only, as a process: `echo` says what it got, `exit N` ends with N.
public final class EchoTown {
    private EchoTown() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (CliHost host = open(Path.of(arguments[0]))) {
            System.out.println(host.socket());
            Thread.currentThread().join();
        }
    }

    public static CliHost open(Path town) {
        return CliHost.open(
                town,
                Actor.overseer("ada"),
                token -> Optional.empty(),
                EchoTown::run,
                new SecureRandomness());
    }

    private static int run(CliRequest request, PrintStream out, PrintStream err) {
        if (request.arguments().isEmpty()) {
            out.println("bare");
            return 0;
        }
        if (request.arguments().contains("exit")) {
            err.println("ending with " + request.arguments().getLast());
            return Integer.parseInt(request.arguments().getLast());
        }
        if (request.arguments().equals(List.of("wait"))) {
            out.println("waiting");
            out.flush();
            return waitForTheClientToGo(request);
        }
        out.println("arguments=" + request.arguments());
        out.println("folder=" + request.folder());
        out.println("width=" + request.width() + " terminal=" + request.terminal());
        out.println("colour=" + request.colour() + " caller=" + request.caller());
        try {
            out.write(request.stdin().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    private static int waitForTheClientToGo(CliRequest request) {
        try {
            return request.cancellation().await(Duration.ofMinutes(2)) ? 0 : 3;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
