package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.How;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Alone in its machine, because it counts threads and files of the whole of it.
@Isolated
class LeakTest {
    private static final int RUNS = 200;

    @TempDir Path folder;

    @Test
    void twoHundredRunsLeaveNoThreadAndNoOpenFile() {
        try (SystemProcesses processes = SystemProcesses.contained()) {
            run(processes, 10);
            long filesBefore = openFiles();

            run(processes, RUNS);

            await().until(() -> ourThreads() == 0);
            await().until(() -> openFiles() < filesBefore + RUNS / 4);
        }
    }

    @Test
    void theThreadsOfARunningChildAreCounted() {
        try (SystemProcesses processes = SystemProcesses.grouped()) {
            Processes.Running running =
                    processes.start(command(List.of("sleep", Survivors.mark())), exit -> {});

            assertThat(running.isAlive()).isTrue();
            await().until(() -> ourThreads() == 3);
        }
    }

    private void run(SystemProcesses processes, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(processes.run(command(List.of("sh", "-c", "sleep 1000 & echo x"))).how())
                    .isEqualTo(How.EXITED);
        }
    }

    private Command command(List<String> arguments) {
        return new Command(
                arguments, folder, Map.of("PATH", "/usr/bin:/bin"), Duration.ofMinutes(1), 1000);
    }

    private static long openFiles() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getOpenFileDescriptorCount();
    }

    /// Platform and virtual threads that serve children.
    private long ourThreads() throws IOException {
        Path dump = folder.resolve("threads-" + System.nanoTime() + ".txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        try (var lines = Files.lines(dump)) {
            return lines.filter(line -> line.startsWith("#") && line.contains("\"process "))
                    .filter(line -> !line.contains("reaper"))
                    .count();
        }
    }
}
