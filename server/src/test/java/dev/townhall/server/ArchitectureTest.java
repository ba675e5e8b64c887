package dev.townhall.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.townhall.core.architecture.BannedCalls;
import org.junit.jupiter.api.Test;

/// The arrows between the modules: `core <- formulas, bots <- server`.
final class ArchitectureTest {
    private static final JavaClasses TOWN =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.townhall");

    @Test
    void nothingBelowTheServerKnowsIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.townhall.server..")
                .allowEmptyShould(true)
                .check(TOWN);
    }

    @Test
    void botsAndFormulasDoNotKnowEachOther() {
        for (String one : new String[] {"formulas", "botslack", "botmatrix"}) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.townhall." + one + "..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "dev.townhall.formulas..",
                                            "dev.townhall.botslack..",
                                            "dev.townhall.botmatrix..")
                                    .and(not(resideInAPackage("dev.townhall." + one + ".."))))
                    .allowEmptyShould(true)
                    .check(TOWN);
        }
    }

    @Test
    void onlyTheServerSpeaksHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.townhall.server..", "dev.townhall.botslack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty..", "jakarta.servlet..")
                .allowEmptyShould(true)
                .check(TOWN);
    }

    @Test
    void onlyTheCommandLineListensOnASocketFile() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.server.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty.unixdomain..")
                .check(TOWN);
    }

    @Test
    void onlyTheAgentsDoorSpeaksTheirProtocol() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.townhall.server.mcp..", "dev.townhall.core.runtime.acp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.modelcontextprotocol..", "reactor..", "tools.jackson..")
                .check(TOWN);
    }

    @Test
    void gitAndDatabaseTypesStopInTheCore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jgit..", "java.sql..", "org.sqlite..")
                .allowEmptyShould(true)
                .check(TOWN);
    }

    @Test
    void timeRandomnessAndOldLoggingComeThroughTheFoundationOnly() {
        BannedCalls.rule().check(TOWN);
    }
}
