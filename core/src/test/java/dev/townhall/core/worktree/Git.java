package dev.townhall.core.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The git program as an agent or a person uses it in a test.
final class Git {
    private final Path folder;

    Git(Path folder) {
        this.folder = folder;
    }

    /// Runs git and returns its output; throws when it fails.
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().putIfAbsent("GIT_" + role + "_NAME", "Somebody");
            builder.environment().putIfAbsent("GIT_" + role + "_EMAIL", "somebody@example.org");
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new AssertionError(command + " exited with " + code + ": " + output);
            }
            return output;
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
