package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Finds processes by a number on their command line, in whatever namespace they live.
public final class Survivors {
    private static final AtomicLong NEXT = new AtomicLong();

    private Survivors() {}

    /// A number of seconds that `sleep` understands and no other test uses: more than a day.
    public static String mark() {
        long pid = ProcessHandle.current().pid();
        return "86400.%07d%05d".formatted(pid, NEXT.incrementAndGet());
    }

    public static void awaitSome(String mark) {
        await().until(() -> sleeping(mark) > 0);
    }

    /// No process with this mark is left, soon: they would sleep for a day.
    public static void awaitNone(String mark) {
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(with(mark))
                                .as("processes with %s", mark)
                                .isEmpty());
    }

    /// Ends what a test let live.
    public static void end(String mark) {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .forEach(ProcessHandle::destroyForcibly);
    }

    public static List<String> with(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(mark))
                .toList();
    }

    private static long sleeping(String mark) {
        return with(mark).stream().filter(line -> line.endsWith("sleep " + mark)).count();
    }
}
