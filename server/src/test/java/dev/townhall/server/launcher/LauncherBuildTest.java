package dev.townhall.server.launcher;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.launcher.Checkout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When `./gt` builds, and what it runs afterwards.
final class LauncherBuildTest {
    @TempDir private Path folder;

    private Checkout checkout;

    @BeforeEach
    void openCheckout() throws IOException {
        checkout = new Checkout(folder);
        checkout.jdk("jdk", "25.0.3");
    }

    private Path build() throws IOException {
        Path work = checkout.root().resolve(".cache");
        return work.resolve("builds").resolve(Files.readString(work.resolve("current")).strip());
    }

    private void touchLater(String file) throws IOException {
        Path path = checkout.root().resolve(file);
        if (!Files.exists(path)) {
            Files.writeString(path, "");
        }
        FileTime built = Files.getLastModifiedTime(build().resolve("stamp"));
        Files.setLastModifiedTime(path, FileTime.fromMillis(built.toMillis() + 1));
    }

    @Test
    void theProgramRunsFromJarsWithTheWordsItWasGiven() throws Exception {
        Ended ended = checkout.gt("doctor", "two words", "", "$HOME");
        assertThat(ended.err()).startsWith("gt: building");
        assertThat(ended.out())
                .contains("[-cp]\n[" + build() + "/lib/*]\n[dev.townhall.server.Main]\n")
                .endsWith("[doctor]\n[two words]\n[]\n[$HOME]\n");
        assertThat(checkout.names(build().resolve("lib")))
                .containsExactly("core-1.jar", "server-1.jar");
    }

    @Test
    void aSecondCallBuildsNothing() throws Exception {
        checkout.gt("doctor");
        Ended ended = checkout.gt("doctor");
        assertThat(ended.err()).isEmpty();
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void aNewerSourceOrPomIsBuiltIntoAFolderOfItsOwn() throws Exception {
        checkout.gt("doctor");
        Path before = build();
        touchLater("server/src/main/New.java");
        checkout.gt("doctor");
        touchLater("server/pom.xml");
        checkout.gt("doctor");
        assertThat(checkout.builds()).hasSize(3);
        assertThat(build()).isNotEqualTo(before);
        assertThat(before.resolve("lib/core-1.jar")).exists();
    }

    @Test
    void ofManyBuildsOnlyTheLastThreeAreKept() throws Exception {
        for (int i = 0; i < 5; i++) {
            checkout.gt("doctor");
            touchLater("server/pom.xml");
        }
        assertThat(checkout.names(build().resolveSibling(""))).hasSize(3);
        assertThat(build().resolve("lib")).exists();
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Path slow = Files.writeString(checkout.root().resolve("mvnw.slow"), "");
        Path told = folder.resolve("told");
        var errors = ProcessBuilder.Redirect.appendTo(told.toFile());
        Process one = checkout.start(checkout.root().resolve("gt"), errors, "doctor");
        Process other = checkout.start(checkout.root().resolve("gt"), errors, "doctor");
        await().until(() -> Files.readString(told).contains("is building: waiting for it"));
        Files.delete(slow);
        List<Ended> ended = List.of(Checkout.end(one, ""), Checkout.end(other, ""));
        assertThat(ended).allSatisfy(each -> assertThat(each.code()).isZero());
        assertThat(ended).allSatisfy(each -> assertThat(each.out()).endsWith("[doctor]\n"));
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void theLockOfADeadProcessIsTakenOver() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path work = Files.createDirectories(checkout.root().resolve(".cache"));
        Files.createSymbolicLink(work.resolve("lock"), Path.of(Long.toString(dead.pid())));
        assertThat(checkout.gt("doctor").code()).isZero();
        assertThat(checkout.names(work)).containsExactly("build.log", "builds", "current");
    }

    @Test
    void aFailedBuildShowsItsErrorsKeepsItsLogAndCanBeMended() throws Exception {
        Path broken = Files.writeString(checkout.root().resolve("mvnw.broken"), "");
        Ended failed = checkout.gt("doctor");
        Files.delete(broken);
        Ended mended = checkout.gt("doctor");
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("planted: does not compile").contains("build.log");
        assertThat(mended.code()).isZero();
    }

    @Test
    void itWorksThroughALinkFromAnotherFolder() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("gt"), checkout.root().resolve("gt"));
        Ended ended = Checkout.end(checkout.start(link, "doctor"), "");
        assertThat(ended.out()).contains("[" + build() + "/lib/*]").endsWith("[doctor]\n");
    }

    @Test
    void testExplainsItselfWithoutABuild() throws Exception {
        Ended ended = checkout.gt("test", "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("Usage: gt test [--fast]");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void testsAreCountedAndSkippedOnesAreNamedWithTheirReasons() throws Exception {
        Files.writeString(
                checkout.root().resolve("mvnw.then"),
                """
                case "$(tail -n 1 mvnw.calls)" in *verify*) ;; *) exit 0 ;; esac
                mkdir -p core/target/surefire-reports
                cat >core/target/surefire-reports/TEST-a.xml <<'X'
                <testsuite name="a" tests="6">
                  <testcase name="works" classname="a.A" time="0.1"/>
                  <testcase name="tells" classname="a.A"><system-out><![CDATA[
                <skipped message="only printed"/> <failure>only printed</failure>
                ]]></system-out></testcase>
                  <testcase name="waits" classname="a.A"><skipped message="no &quot;browser&quot; &amp; no net"/></testcase>
                  <testcase name="cannot" classname="a.A">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no apt here
                \tat a.A.cannot(A.java:1)
                ]]></skipped></testcase>
                  <testcase name="wavers" classname="a.A">
                    <flakyFailure message="too late" type="y"><stackTrace><![CDATA[y: too late]]></stackTrace></flakyFailure>
                  </testcase>
                  <testcase name="breaks" classname="a.A">
                    <failure message="x" type="y"><![CDATA[boom
                <error>still boom]]></failure>
                  </testcase>
                </testsuite>
                X
                exit 1
                """);
        Ended ended = checkout.gt("test", "-Dx=y z");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("skipped: a.A.waits: no \"browser\" & no net\n")
                .contains("skipped: a.A.cannot: no apt here\n")
                .contains(
                        "unsteady: a.A.wavers: failed, and passed when it was run again: too late\n")
                .contains("failed:  a.A.breaks\n")
                .endsWith(
                        """
                        Tests run in all: 6
                        3 passed, 1 of them when run again, 1 failed, 2 skipped
                        """);
        assertThat(checkout.builds().getLast())
                .endsWith("-fae -Dsurefire.rerunFailingTestsCount=1 verify -Dx=y z");
    }
}
