package dev.townhall.core.foundation.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A small program that stands for the town in tests that kill it: it starts a stubborn tree of
/// processes, says so, and waits for its own end.
final class KilledTown {
    private KilledTown() {}

    /// Starts the tree and stays until it is killed.
    ///
    /// @param arguments `sandboxed` (where one works), `contained` or `grouped`, the folder to work
    ///     in, the mark to sleep for, and `talking` or `running`
    public static void main(String[] arguments) throws InterruptedException {
        Sandbox sandbox =
                arguments[0].equals("sandboxed")
                        ? Sandbox.find(System.getenv(), List.of())
                        : Sandbox.none("not asked for");
        SystemProcesses processes =
                arguments[0].equals("grouped")
                        ? SystemProcesses.grouped()
                        : SystemProcesses.contained(sandbox);
        Confinement confinement =
                sandbox.problem().isPresent()
                        ? Confinement.NONE
                        : new Confinement(
                                Confinement.Need.REQUIRED,
                                Confinement.Network.OFF,
                                List.of(Path.of(arguments[1])),
                                List.of());
        String mark = arguments[2];
        String script =
                "trap '' HUP INT TERM; sleep MARK & (sleep MARK & sleep MARK) & echo up; sleep MARK"
                        .replace("MARK", mark);
        Processes.Command command =
                new Processes.Command(
                        List.of("sh", "-c", script),
                        Path.of(arguments[1]),
                        Map.of("PATH", "/usr/bin:/bin"),
                        Duration.ofHours(1),
                        1000,
                        confinement);
        if (arguments[3].equals("talking")) {
            Processes.Conversation talk =
                    processes.converse(
                            command,
                            new Processes.Lines(1000, 10_000_000),
                            new Speaker(),
                            exit -> System.out.println(exit));
            // More than a pipe holds: the town dies while it waits for the child to read.
            talk.say(new byte[1_000_000]);
        } else {
            processes.start(
                    command,
                    piece ->
                            System.out.println(
                                    piece.strip()
                                            + " "
                                            + processes.endsDaemons()
                                            + " "
                                            + sandbox.description()),
                    exit -> System.out.println(exit));
        }
        new CountDownLatch(1).await();
    }

    private static final class Speaker implements Processes.Listener {
        @Override
        public void line(byte[] line) {
            System.out.println(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public void skipped(long bytes) {}

        @Override
        public void over() {}
    }
}
