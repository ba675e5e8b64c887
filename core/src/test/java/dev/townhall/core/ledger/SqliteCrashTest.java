package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process is killed with SIGKILL in the middle of its writes, again and again on one file.
@Tag("slow")
class SqliteCrashTest {
    private static final int ROUNDS = 6;

    @TempDir Path folder;

    @Test
    void everyAcknowledgedChangeIsThereAfterAKillAndNoneIsHalfThere() throws Exception {
        Path file = folder.resolve("ledger.db");
        List<BeadId> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(file, 40 + 321 * round));
            try (SqliteLedger ledger =
                    SqliteLedger.open(file, new SystemTime(), new SecureRandomness())) {
                allOrNothing(ledger, acknowledged);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 40);
    }

    private static List<BeadId> writeAndKill(Path file, int acknowledgements)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingWriter.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<BeadId> seen = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && seen.size() < acknowledgements) {
                seen.add(new BeadId(line));
                line = output.readLine();
            }
            process.destroyForcibly();
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        assertThat(seen).hasSize(acknowledgements);
        return seen;
    }

    private static void allOrNothing(SqliteLedger ledger, List<BeadId> acknowledged) {
        assertThat(ledger.check()).isEmpty();
        for (BeadId id : acknowledged) {
            assertThat(ledger.<Boolean>read(view -> view.find(id).isPresent()))
                    .as(id + " was acknowledged")
                    .isTrue();
        }
        int count =
                ledger.read(view -> Integer.parseInt(view.get(CrashingWriter.COUNT).description()));
        assertThat(count).isGreaterThanOrEqualTo(acknowledged.size());
        assertThat(ledger.<Integer>read(LedgerView::beadCount)).isEqualTo(count + 1);
        assertThat(ledger.<Long>read(LedgerView::lastEvent)).isEqualTo(count);
        assertThat(ledger.events(1, Integer.MAX_VALUE)).hasSize(count);
        assertThat(ledger.posts("shop", 0, Integer.MAX_VALUE)).hasSize(count);
        assertThat(ledger.due("web", Instant.MAX, Integer.MAX_VALUE)).hasSize(count);
        assertThat(ledger.<Integer>read(view -> view.openEffects("number").size()))
                .isEqualTo(count);
    }
}
