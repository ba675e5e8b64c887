package dev.townhall.server.up;

import dev.townhall.core.foundation.check.TownException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This program, started once more in a process that outlives the one that started it: not a
/// worker's child, so it is no affair of the port for those.
public final class Detached {
    /// Ctrl-C and the end of the terminal are for the one who types, not for the town.
    private static final String IGNORE_TERMINAL = "trap '' INT HUP; exec \"$@\"";

    private final Process process;
    private final Path output;

    private Detached(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts it with these words; what it prints goes to `output`.
    public static Detached start(List<String> words, Path output) {
        try {
            Process process =
                    new ProcessBuilder(command(words))
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .redirectOutput(output.toFile())
                            .redirectErrorStream(true)
                            .start();
            return new Detached(process, output);
        } catch (IOException e) {
            throw TownException.unavailable("The town could not be started: " + e.getMessage(), e);
        }
    }

    /// How this program is started with other words.
    public static List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", IGNORE_TERMINAL, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOTCacheOutput"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.townhall.server.Main");
        command.addAll(words);
        return command;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() {
        return process.exitValue();
    }

    /// Whether it holds the town of `folder` and answers.
    public boolean isReady(TownFolder folder) {
        return read(folder.pid()).equals(Long.toString(pid())) && !url(folder).isEmpty();
    }

    public String url(TownFolder folder) {
        return read(folder.url());
    }

    /// What it printed so far.
    public String words() {
        return read(output);
    }

    /// What it printed, without its prefix.
    public String lastWords() {
        String words = words();
        return words.isEmpty() ? "gt: The town ended before it was ready." : words;
    }

    public void end() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
