package dev.townhall.server.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.Background;
import dev.townhall.server.up.Holder;
import dev.townhall.server.up.KeptPort;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import dev.townhall.server.up.TownLog;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Starts the town in this process and keeps it up until somebody stops it.
final class Up {
    private static final String WAITS =
            "The town that was up here is still going down: waiting for it, at most 30 s.";
    private static final int RETRIES_MAX = 600;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private final Call call;
    private final TownFolder folder;
    private final Optional<Integer> port;
    private final Place place;

    /// In the background its caller waits until it is up, as `./gt` does it, and goes.
    enum Place {
        FOREGROUND,
        BACKGROUND
    }

    Up(Call call, Optional<Integer> port, Place place) {
        this.call = call;
        this.folder = new TownFolder(call.townFolder());
        this.port = port;
        this.place = place;
        port.ifPresent(number ->
                Check.that(
                        number >= 0 && number <= 65_535,
                        "--port must be 0 to 65535; found %s.",
                        number));
    }

    int run() {
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
        return start();
    }

    /// Whoever asks for a town in the background has one when there is one already.
    private int start() {
        try {
            return stayUp();
        } catch (TownException e) {
            Optional<Holder> other = Holder.of(folder).filter(_ -> place == Place.BACKGROUND);
            if (other.isEmpty() || e.code() != ErrorCode.WRONG_STATE) {
                throw e;
            }
            return isUpAlready(other.get());
        }
    }

    private int stayUp() {
        Config config = Config.of(folder.path());
        Config asked = port.map(config::withPort).orElse(config);
        if (!folder.isTown()) {
            call.screen()
                    .line("There was no town in %s: this is a new one.".formatted(folder.path()));
        }
        folder.make();
        TownLog.to(folder);
        RunningTown running = open(asked);
        AtomicBoolean told = new AtomicBoolean();
        Thread hook = new Thread(() -> stop(running, told), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        call.screen().line(ready(running.url().toString(), ProcessHandle.current().pid()));
        if (place == Place.BACKGROUND) {
            Background.letGo(folder);
        }
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
    private RunningTown open(Config config) {
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

    /// On another port than they asked for they have none.
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
