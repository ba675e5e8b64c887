package dev.townhall.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.ledger.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rule sees what it bans.
final class PackageLineTest {
    private static final JavaClasses LEDGER_AND_BEAD =
            new ClassFileImporter().importClasses(Ledger.class, Bead.class);

    @Test
    void aPackageThatUsesAHigherOneIsReported() {
        List<String> found =
                PackageLine.parse("foundation ◄ ledger ◄ bead").contradictions(LEDGER_AND_BEAD);

        assertThat(found).anyMatch(line -> line.startsWith("ledger may not use bead: "));
    }

    @Test
    void aPackageThatUsesAnotherOfItsGroupIsReported() {
        List<String> found =
                PackageLine.parse("foundation ◄ bead, ledger").contradictions(LEDGER_AND_BEAD);

        assertThat(found).anyMatch(line -> line.startsWith("ledger may not use bead: "));
    }

    @Test
    void packagesMissingOnEitherSideAreReported() {
        List<String> found =
                PackageLine.parse("foundation ◄ bead ◄ dream").contradictions(LEDGER_AND_BEAD);

        assertThat(found)
                .contains(
                        "ledger is not in the line",
                        "dream is in the line, but is no package",
                        "foundation is in the line, but is no package");
    }
}
