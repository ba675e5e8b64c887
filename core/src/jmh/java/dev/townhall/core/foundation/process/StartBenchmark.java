package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.process.Processes.Command;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What starting a child costs: from the call until `true` has ended, in a process group, in a PID
/// namespace, in the sandbox. The three take turns, so that load meets them alike.
///
/// Arguments: how many of each.
public final class StartBenchmark {
    private static final PrintStream OUT = System.out;
    private static final Duration LONG = Duration.ofMinutes(1);

    private StartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("start-benchmark");
        Sandbox sandbox = Sandbox.find(System.getenv(), List.of());
        OUT.println(sandbox.description());
        Confinement confinement =
                new Confinement(
                        Confinement.Need.REQUIRED,
                        Confinement.Network.OPEN,
                        List.of(folder),
                        List.of());
        Command plain = new Command(List.of("/bin/true"), folder, Map.of("HOME", "/"), LONG, 1_000);
        Command confined =
                new Command(
                        plain.arguments(), folder, plain.environment(), LONG, 1_000, confinement);
        String[] names = {"process group", "PID namespace", "sandbox"};
        double[][] millis = new double[names.length][count];
        try (SystemProcesses grouped = SystemProcesses.grouped();
                SystemProcesses contained = SystemProcesses.contained(sandbox)) {
            for (int i = -20; i < count; i++) {
                double[] each = {
                    millis(grouped, plain), millis(contained, plain), millis(contained, confined)
                };
                for (int way = 0; i >= 0 && way < names.length; way++) {
                    millis[way][i] = each[way];
                }
            }
        }
        for (int way = 0; way < names.length; way++) {
            Arrays.sort(millis[way]);
            OUT.printf(
                    "%-14s min %5.1f ms  p50 %5.1f ms  p95 %5.1f ms%n",
                    names[way],
                    millis[way][0],
                    millis[way][count / 2],
                    millis[way][count * 95 / 100]);
        }
        Files.delete(folder);
    }

    private static double millis(Processes processes, Command command) {
        long before = System.nanoTime();
        Processes.Exit exit = processes.run(command);
        if (!exit.isSuccess()) {
            throw new IllegalStateException(exit.output());
        }
        return (System.nanoTime() - before) / 1e6;
    }
}
