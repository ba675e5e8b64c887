package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryUseTest {
    @TempDir Path proc;

    private void process(int pid, String name, int kilobytes) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("status"),
                "Name:\t%s\nState:\tS (sleeping)\nRssAnon:\t%8d kB\nRssShmem:\t       0 kB\nVmSwap:\t       1 kB\n"
                        .formatted(name, kilobytes),
                StandardCharsets.ISO_8859_1);
    }

    private void shares(int pid, int kilobytes) throws IOException {
        Files.writeString(
                proc.resolve(pid + "/smaps_rollup"),
                "55e0-7ffc ---p 00000000 00:00 0    [rollup]\nPss_Anon:  %d kB\nSwapPss:  1 kB\n"
                        .formatted(kilobytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VmSwap:", "RssAnon:0 kB", "VmSwap: x kB", "\u00ff\u00fe", "sleep"})
    void nobodyHidesMemoryBehindAName(String name) throws IOException {
        process(1, name, 99);
        shares(1, 99);
        assertThat(new MemoryUse(proc).above(10, Set.of(1L))).isEqualTo(100 * 1024);
    }

    @Test
    void whatCannotBeAskedExactlyCountsInFull() throws IOException {
        process(1, "agent", 99);
        process(2, "gpg-agent", 199);
        shares(1, 49);
        assertThat(new MemoryUse(proc).above(10, Set.of(1L, 2L))).isEqualTo(250 * 1024);
    }

    @Test
    void aMachineHasItsSwapAsWell() throws IOException {
        Files.writeString(
                proc.resolve("meminfo"),
                "MemTotal: 1000 kB\nMemAvailable:   100 kB\nSwapTotal: 500 kB\nSwapFree:  400 kB\n");
        assertThat(new MemoryUse(proc).available()).isEqualTo(500 * 1024);
    }

    @Test
    void whatIsGoneTakesNothing() {
        assertThat(new MemoryUse(proc).above(0, Set.of(7L))).isZero();
        assertThat(new MemoryUse(proc).available()).isEqualTo(Long.MAX_VALUE);
    }
}
