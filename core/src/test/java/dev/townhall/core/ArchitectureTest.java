package dev.townhall.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.townhall.core.architecture.BannedCalls;
import dev.townhall.core.architecture.PackageLine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The package arrows of the core: foundation, then domain, then engine, then the adapters.
final class ArchitectureTest {
    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.townhall.core");

    @Test
    void packagesOfTheCoreFormNoCycle() {
        slices().matching("dev.townhall.core.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void packagesUseOnlyThoseThatTheDocumentedLinePutsBelowThem() throws IOException {
        PackageLine line = PackageLine.read(Path.of("../docs/architecture.md"));

        assertThat(line.contradictions(CORE)).isEmpty();
    }

    @Test
    void theFoundationKnowsNothingOfTheTown() {
        noClasses()
                .that()
                .resideInAPackage("dev.townhall.core.foundation..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.townhall..")
                                .and(not(resideInAPackage("dev.townhall.core.foundation.."))))
                .check(CORE);
    }

    @Test
    void theEngineOfReconcilersUsesNoWordOfTheTown() {
        noClasses()
                .that()
                .resideInAPackage("dev.townhall.core.reconcile..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "dev.townhall.core.convoy..",
                                "dev.townhall.core.hook..",
                                "dev.townhall.core.mergequeue..",
                                "dev.townhall.core.session..",
                                "dev.townhall.core.rig..",
                                "dev.townhall.core.chat..",
                                "dev.townhall.core.town.."))
                .check(CORE);
    }

    @Test
    void theCoreKnowsNoServerNoBotAndNoVendor() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "dev.townhall.server..",
                                "dev.townhall.formulas..",
                                "dev.townhall.botslack..",
                                "dev.townhall.botmatrix..",
                                "org.eclipse.jetty..",
                                "jakarta.servlet..",
                                "com.slack.."))
                .check(CORE);
    }

    @Test
    void gitTypesStayInTheThreePackagesThatSpeakGit() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.townhall.core.beadsync..",
                        "dev.townhall.core.worktree..",
                        "dev.townhall.core.mergequeue..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.eclipse.jgit.."))
                .check(CORE);
    }

    @Test
    void theAgentsProtocolStaysInItsRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.core.runtime.acp..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.agentclientprotocol..", "reactor.."))
                .check(CORE);
    }

    @Test
    void databaseTypesStayInTheLedger() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.core.ledger..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "org.sqlite..", "org.flywaydb.."))
                .check(CORE);
    }

    @Test
    void timeRandomnessAndOldLoggingComeThroughTheFoundationOnly() {
        BannedCalls.rule().check(CORE);
    }
}
