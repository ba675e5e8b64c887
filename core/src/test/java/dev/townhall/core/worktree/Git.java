package dev.townhall.core.worktree;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The git program as an agent or a person uses it in a test.
final class Git {
    private final Path folder;

    Git(Path folder) {
        this.folder = folder;
    }

    record Answer(int code, String output) {}

    /// Runs git and returns its output; throws when it fails.
    String run(String... arguments) {
        Answer answer = answer(null, arguments);
        if (answer.code() != 0) {
            throw new AssertionError(List.of(arguments) + " failed: " + answer.output());
        }
        return answer.output();
    }

    /// Runs git with `input` as its standard input, whatever its exit code.
    String runOn(Path input, String... arguments) {
        return answer(input, arguments).output();
    }

    private Answer answer(@Nullable Path input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().putIfAbsent("GIT_" + role + "_NAME", "Somebody");
            builder.environment().putIfAbsent("GIT_" + role + "_EMAIL", "somebody@example.org");
        }
        try {
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String line(String... arguments) {
        return run(arguments).strip();
    }
}
