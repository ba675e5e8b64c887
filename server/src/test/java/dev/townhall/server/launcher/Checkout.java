package dev.townhall.server.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A checkout with the real `gt` script, a Maven wrapper that only counts its calls, and a home of
/// its own, in a folder with a blank in its name. Its fake JDKs say how they were called.
final class Checkout {
    private static final String WRAPPER =
            """
            #!/bin/sh
            echo "$JAVA_HOME $*" >>mvnw.calls
            while [ -f mvnw.slow ]; do sleep 0.05; done
            if [ -f mvnw.broken ]; then
                echo '[ERROR] planted: does not compile'
                exit 1
            fi
            mkdir -p server/target/gt/lib
            : >server/target/gt/lib/core-1.jar
            : >server/target/gt/server-1.jar
            [ ! -f mvnw.then ] || sh ./mvnw.then
            """;

    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();

    Checkout(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("check out"));
        Files.copy(Path.of("..", "gt"), root.resolve("gt"), StandardCopyOption.COPY_ATTRIBUTES);
        script(root.resolve("mvnw"), WRAPPER);
        Files.createDirectories(root.resolve(".mvn"));
        Files.createDirectories(root.resolve("server/src/main"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("server/pom.xml"), "<project/>");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        environment.put("GT_JDK_FOLDERS", Files.createDirectories(jdks()).toString());
        environment.put("GT_JDK_API", "http://127.0.0.1:9/nobody");
        environment.put("GT_AOT", "off");
    }

    record Ended(int code, String out, String err) {}

    Path root() {
        return root;
    }

    Path jdks() {
        return root.resolveSibling("jdks");
    }

    Path cache() {
        return Path.of(environment.getOrDefault("HOME", ""), ".cache", "townhall");
    }

    Checkout with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// A folder that looks like a JDK of `version`; its `java` prints its own place and arguments.
    Path jdk(Path place, String version) throws IOException {
        Files.createDirectories(place.resolve("bin"));
        Files.writeString(
                place.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(place.resolve("bin/javac"), "#!/bin/sh\n");
        script(
                place.resolve("bin/java"),
                "#!/bin/sh\necho \"ran ${0%/bin/java}\"\nfor word do echo \"[$word]\"; done\n");
        return place;
    }

    /// A JDK whose `java` runs this build instead of the jars of the checkout, which are empty.
    Path realJdk(String name) throws IOException {
        Path place = jdk(name, "25.0.3");
        script(
                place.resolve("bin/java"),
                """
                #!/bin/sh
                while [ "$1" != dev.townhall.server.Main ]; do shift; done
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -Xmx512m \
                    --enable-native-access=ALL-UNNAMED -cp '%s' "$@"
                """
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        return place;
    }

    Path jdk(String name, String version) throws IOException {
        return jdk(jdks().resolve(name), version);
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    Process start(Path script, String... words) throws IOException {
        return start(script, ProcessBuilder.Redirect.PIPE, words);
    }

    /// @param errors where what it says on its error stream goes
    Process start(Path script, ProcessBuilder.Redirect errors, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(words));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(root.resolveSibling("").toFile())
                        .redirectError(errors);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended gt(String... words) throws Exception {
        return end(start(root.resolve("gt"), words), "");
    }

    Ended gtWithInput(String input, String... words) throws Exception {
        return end(start(root.resolve("gt"), words), input);
    }

    static Ended end(Process process, String input) throws Exception {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException readsNoInput) {
            // A process that is gone before it read its input is judged by its answer.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    /// One line for each call of the Maven wrapper.
    List<String> builds() throws IOException {
        Path calls = root.resolve("mvnw.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName() + "").sorted().toList();
        }
    }
}
