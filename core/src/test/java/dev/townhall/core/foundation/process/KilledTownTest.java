package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/// A real program is killed with `kill -9`: everything it started ends with it.
class KilledTownTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "sandboxed,running",
        "contained,running",
        "grouped,running",
        "sandboxed,talking",
        "contained,talking",
        "grouped,talking"
    })
    void aTownKilledWithNineTakesItsProcessesWithIt(String containment, String way)
            throws IOException, InterruptedException {
        String mark = Survivors.mark();
        Process town = town(List.of(), classPath(), folder, containment, mark, way);

        assertThat(firstLine(town)).startsWith("up");
        Survivors.awaitSome(mark);
        town.destroyForcibly().waitFor();

        Survivors.awaitNone(mark);
    }

    @ParameterizedTest
    @CsvSource({
        "sandboxed,running",
        "contained,running",
        "grouped,running",
        "sandboxed,talking",
        "contained,talking",
        "grouped,talking"
    })
    void soDoesATownOfAnotherUserThanRoot(String containment, String way)
            throws IOException, InterruptedException {
        assumeTrue(
                Programs.find("setpriv").isPresent()
                        && System.getProperty("user.name").equals("root"),
                "Only root can become another user, with setpriv.");
        String mark = Survivors.mark();
        Path open = Files.createTempDirectory("townhall-other-user");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            List<Path> copies = new ArrayList<>();
            for (Path entry : classPath()) {
                copies.add(copy(entry, open.resolve("class-path-" + copies.size())));
            }
            List<String> nobody =
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
            Process town = town(nobody, copies, Path.of("/tmp"), containment, mark, way);

            assertThat(firstLine(town)).startsWith("up");
            Survivors.awaitSome(mark);
            town.destroyForcibly().waitFor();

            Survivors.awaitNone(mark);
        } finally {
            Folders.remove(open);
        }
    }

    private static Process town(
            List<String> prefix, List<Path> classPath, Path folder, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
        line.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        line.add(KilledTown.class.getName());
        line.addAll(List.of(arguments[0], folder.toString(), arguments[1], arguments[2]));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static String firstLine(Process town) throws IOException {
        BufferedReader output = town.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && line.startsWith("SLF4J")) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }

    private static List<Path> classPath() {
        return Stream.of(SystemProcesses.class, KilledTown.class, Logger.class)
                .map(KilledTownTest::home)
                .toList();
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            return Files.copy(from, to.resolveSibling(to.getFileName() + ".jar"));
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return to;
    }

    @Test
    void theMarkOfThisTestIsSeenWhenItIsThere() throws IOException, InterruptedException {
        String mark = Survivors.mark();
        Process sleeper = new ProcessBuilder("sleep", mark).start();

        Survivors.awaitSome(mark);
        sleeper.destroyForcibly().waitFor();

        Survivors.awaitNone(mark);
    }
}
