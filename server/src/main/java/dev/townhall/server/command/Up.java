package dev.townhall.server.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.Detached;
import dev.townhall.server.up.Holder;
import dev.townhall.server.up.KeptPort;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import dev.townhall.server.up.TownLog;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Starts the town, in this process or in one of its own.
final class Up {
    private static final String WAITS =
            "The town that was up here is still going down: waiting for it, at most 30 s.";
    private static final int RETRIES_MAX = 600;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Call call;
    private final TownFolder folder;
    private final Optional<Integer> port;

    enum Place {
        FOREGROUND,
        BACKGROUND
    }

    Up(Call call, Optional<Integer> port) {
        this.call = call;
        this.folder = new TownFolder(call.townFolder());
        this.port = port;
        port.ifPresent(number ->
                Check.that(
                        number >= 0 && number <= 65_535,
                        "--port must be 0 to 65535; found %s.",
                        number));
    }

    int run(Place place) {
        call.running()
                .ifPresent(up -> {
                    throw TownException.wrongState(
                            alreadyUp(
                                    new Holder(
                                            ProcessHandle.current().pid(), up.url().toString())));
                });
        Check.that(
                !folder.isForeign(),
                "%s is not empty and no town. Name another with --town DIR.",
                folder.path());
        return place == Place.BACKGROUND ? inBackground() : inForeground();
    }

    private int inBackground() {
        Config.of(folder.path());
        folder.make();
        List<String> words = new ArrayList<>(List.of("--town", folder.path().toString(), "up"));
        port.ifPresent(number -> words.addAll(List.of("--port", number.toString())));
        Detached child = Detached.start(words, folder.logs().resolve("up.log"));
        long checks = READY_WITHIN.dividedBy(RETRY_PAUSE);
        boolean told = false;
        for (long check = 0; check < checks; check++) {
            if (!told && child.words().contains(WAITS)) {
                call.screen().line(WAITS);
                told = true;
            }
            if (child.isReady(folder)) {
                call.screen().line(ready(child.url(folder), child.pid()));
                return Exit.OK;
            }
            if (!child.isAlive()) {
                Optional<Holder> other = Holder.of(folder);
                if (other.isPresent()) {
                    return isUpAlready(other.get());
                }
                call.errors().line(child.lastWords());
                return child.exitCode() == 0 ? Exit.FAILED : child.exitCode();
            }
            call.pause(RETRY_PAUSE);
        }
        child.end();
        throw new TownException(
                ErrorCode.UNAVAILABLE,
                "The town was not ready within %s s and was ended; %s may say why."
                        .formatted(READY_WITHIN.toSeconds(), folder.logs()));
    }

    private int inForeground() {
        Config config = Config.of(folder.path());
        Config asked = port.map(config::withPort).orElse(config);
        folder.make();
        TownLog.to(folder);
        RunningTown running = start(asked);
        AtomicBoolean told = new AtomicBoolean();
        Thread hook = new Thread(() -> stop(running, told), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        call.screen().line(ready(running.url().toString(), ProcessHandle.current().pid()));
        try {
            running.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop(running, told);
        return Exit.OK;
    }

    /// Ends the town, whoever asked for it, and says so once.
    private void stop(RunningTown running, AtomicBoolean told) {
        running.close();
        if (told.compareAndSet(false, true)) {
            call.screen()
                    .line(
                            "The town is down. All it knew is kept in %s; `gt up` goes on from there."
                                    .formatted(folder.path()));
        }
    }

    /// A town that is just going down lets its folder go last: wait for that.
    private RunningTown start(Config config) {
        for (int retry = 0; ; retry++) {
            try {
                return RunningTown.start(folder, config, System.getenv(), this::commands);
            } catch (TownException e) {
                boolean goingDown =
                        e.code() == ErrorCode.WRONG_STATE && !Files.exists(folder.pid());
                if (!goingDown || retry >= RETRIES_MAX) {
                    Optional<Holder> other = Holder.of(folder);
                    if (other.isPresent()) {
                        throw new TownException(ErrorCode.WRONG_STATE, alreadyUp(other.get()), e);
                    }
                    throw e;
                }
                if (retry == 0) {
                    call.screen().line(WAITS);
                }
                call.pause(RETRY_PAUSE);
            }
        }
    }

    private Commands commands(RunningTown running) {
        port.ifPresent(number -> KeptPort.keep(folder, number));
        return Commands.in(running);
    }

    /// Whoever asks for a town in the background has one; on another port than they asked, not.
    private int isUpAlready(Holder other) {
        boolean elsewhere = port.filter(number -> number != 0 && !isAt(other, number)).isPresent();
        if (elsewhere) {
            throw TownException.wrongState(
                    "%s To move it to port %s: gt down, then gt up --port %s."
                            .formatted(alreadyUp(other), port.get(), port.get()));
        }
        String kept = port.isPresent() ? " It keeps its port." : "";
        call.screen().line(alreadyUp(other) + kept);
        return Exit.OK;
    }

    private static boolean isAt(Holder other, int number) {
        return URI.create(other.url()).getPort() == number;
    }

    private String alreadyUp(Holder other) {
        return "The town is up already: %s (pid %s, folder %s)."
                .formatted(other.url(), other.pid(), folder.path());
    }

    private String ready(String url, long pid) {
        return "The town is up: %s (pid %s, folder %s). `%s` stops it."
                .formatted(url, pid, folder.path(), "gt down");
    }
}
