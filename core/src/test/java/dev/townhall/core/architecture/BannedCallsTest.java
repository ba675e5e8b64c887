package dev.townhall.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The rule sees what it bans: it is run on a class that does all of it.
final class BannedCallsTest {
    private static final class Planted {
        @Override
        public String toString() {
            pause();
            return Instant.now() + " " + System.nanoTime() + UUID.randomUUID();
        }

        private static void pause() {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aClassThatReadsTheClockOrSleepsIsReported() {
        String report =
                BannedCalls.rule()
                        .evaluate(new ClassFileImporter().importClasses(Planted.class))
                        .getFailureReport()
                        .toString();
        assertThat(report)
                .contains("java.time.Instant.now()")
                .contains("java.lang.System.nanoTime()")
                .contains("java.util.UUID.randomUUID()")
                .contains("java.lang.Thread.sleep(long)");
    }
}
