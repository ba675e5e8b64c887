package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
    private static final int BYTES = 2 << 20;

    @TempDir Path folder;

    @Test
    @Timeout(120)
    void aDiskThatDoesNotAnswerHoldsNobody() throws IOException {
        Path hangs = Files.writeString(folder.resolve("du"), "#!/bin/sh\nexec sleep 1000\n");
        assertThat(hangs.toFile().setExecutable(true)).isTrue();
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.write(tree.resolve("large"), new byte[BYTES]);

        DiskUse use = new DiskUse(0, hangs.toString(), Duration.ofMillis(200));

        assertThat(use.above(1, List.of(tree), Set.of())).isEqualTo(BYTES);
    }

    @Test
    void aFileWithHolesTakesOnlyWhatIsInIt() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("holes").toFile(), "rw")) {
            file.setLength(7L << 30);
            file.write(new byte[BYTES]);
        }

        assertThat(new DiskUse(0).above(3 * BYTES, List.of(folder), Set.of())).isZero();
        assertThat(new DiskUse(0).above(BYTES / 2, List.of(folder), Set.of()))
                .isBetween((long) BYTES, 2L * BYTES);
    }

    @Test
    void processesThatAreGoneTakeNothing() {
        assertThat(new DiskUse(0).above(0, List.of(folder), Set.of(Long.MAX_VALUE))).isZero();
    }
}
