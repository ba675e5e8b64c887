package dev.townhall.core.foundation.process;

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
    /// @param arguments `sandboxed` (where one works), `contained` or `grouped`, the folder to work in, and the mark to sleep for
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
        processes.start(
                new Processes.Command(
                        List.of("sh", "-c", script),
                        Path.of(arguments[1]),
                        Map.of("PATH", "/usr/bin:/bin"),
                        Duration.ofHours(1),
                        1000,
                        confinement),
                piece ->
                        System.out.println(
                                piece.strip()
                                        + " "
                                        + processes.endsDaemons()
                                        + " "
                                        + sandbox.description()),
                exit -> System.out.println(exit));
        new CountDownLatch(1).await();
    }
}
