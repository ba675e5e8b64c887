package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Confinement.Need;
import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that was named for a sandbox is seen there, wherever it lies, unless that is withheld.
final class ProgramViewTest {
    @TempDir private Path given;
    private Path folder = Path.of("unset");
    private Path tree = Path.of("unset");
    private SystemProcesses processes = SystemProcesses.grouped();

    @BeforeEach
    void openSandbox() throws IOException {
        folder = given.toRealPath();
        tree = Files.createDirectory(folder.resolve("tree"));
        Path town = Files.createDirectory(folder.resolve("town"));
        Sandbox sandbox = Sandbox.find(System.getenv(), List.of(town));
        assumeTrue(sandbox.problem().isEmpty(), sandbox::description);
        processes = SystemProcesses.contained(sandbox);
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    private Path program(String place) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\necho here; cat \"${0%/*}/beside\" 2>/dev/null\n");
        Files.writeString(file.resolveSibling("beside"), "and beside\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Confinement confinement() {
        return new Confinement(Need.REQUIRED, Network.OFF, List.of(tree), List.of());
    }

    private Exit run(Path program) {
        return processes.run(
                new Command(
                        List.of(program.toString()),
                        tree,
                        Map.of("PATH", "/usr/bin:/bin"),
                        Duration.ofSeconds(60),
                        10_000,
                        confinement()));
    }

    @Test
    void aProgramBelowTmpRunsWithWhatLiesBesideIt() throws IOException {
        Exit exit = run(program("mine/bin/mine"));

        assertThat(exit.output()).isEqualTo("here\nand beside\n");
        assertThat(exit.code()).isZero();
    }

    @Test
    void aProgramBehindLinksRuns() throws IOException {
        Path real = program("mine/bin/mine");
        Path middle = Files.createDirectory(folder.resolve("middle")).resolve("mine");
        Files.createSymbolicLink(middle, Path.of("../mine/bin/mine"));
        Path first = Files.createDirectory(folder.resolve("first")).resolve("mine");
        Files.createSymbolicLink(first, middle);

        assertThat(run(first).output()).startsWith("here\n");
        assertThat(run(real).output()).startsWith("here\n");
    }

    @Test
    void ofAFolderThatHoldsMoreThanTheProgramOnlyTheProgramIsShown() throws IOException {
        assertThat(run(program("mine")).output()).isEqualTo("here\n");
    }

    @Test
    void aProgramInAFolderThatIsWithheldIsNotStartedAndSaysWhy() throws IOException {
        Path program = program("town/bin/mine");

        Exit exit = run(program);

        assertThat(exit.how()).isEqualTo(How.NOT_STARTED);
        assertThat(exit.output())
                .contains(
                        program.toString(),
                        "lies in " + folder.resolve("town"),
                        "gt rig set RIG --readable " + program.getParent());
        assertThat(processes.refusal(confinement(), program)).contains(exit.output());
        assertThat(
                        processes.refusal(
                                confinement().alsoReadable(folder.resolve("town/bin")), program))
                .isEmpty();
    }
}
