package dev.townhall.botslack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.townhall.core.architecture.BannedCalls;
import org.junit.jupiter.api.Test;

/// The rooms of this front, and that Slack's library stays in one of them.
final class ArchitectureTest {
    private static final JavaClasses FRONT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.townhall.botslack");

    @Test
    void onlyTheWebApiKnowsSlacksLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.townhall.botslack.webapi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.slack..", "okhttp3..", "okio..", "kotlin..", "com.google.gson..")
                .check(FRONT);
    }

    @Test
    void itsRoomsFormNoCycle() {
        slices().matching("dev.townhall.botslack.(*)..").should().beFreeOfCycles().check(FRONT);
    }

    @Test
    void timeAndRandomnessComeThroughTheFoundation() {
        BannedCalls.rule().check(FRONT);
    }
}
