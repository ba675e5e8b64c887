package dev.townhall.server.demo;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The git program, for the few things the demo does itself.
record Git(Processes processes, Map<String, String> environment) {
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "TMPDIR");
    private static final int OUTPUT_BYTES_MAX = 1024 * 1024;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    Git(Processes processes, Map<String, String> environment) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                chosen.put(name, value);
            }
        }
        chosen.put("GIT_TERMINAL_PROMPT", "0");
        this.processes = processes;
        this.environment = Map.copyOf(chosen);
    }

    /// Runs it in a folder; UNAVAILABLE with its own words when it fails.
    String run(Path folder, String... arguments) {
        Processes.Exit exit = start(folder, List.of(arguments));
        if (!exit.isSuccess()) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "git %s failed: %s".formatted(arguments[0], exit.output().strip()));
        }
        return exit.output();
    }

    /// Runs it on a bare repository.
    String in(Path repository, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--git-dir=" + repository));
        all.addAll(List.of(arguments));
        return run(repository, all.toArray(String[]::new));
    }

    /// What it prints, unless it fails.
    Optional<String> answer(Path folder, String... arguments) {
        Processes.Exit exit = start(folder, List.of(arguments));
        return exit.isSuccess() ? Optional.of(exit.output().strip()) : Optional.empty();
    }

    private Processes.Exit start(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
        return processes.run(
                new Processes.Command(command, folder, environment, DEADLINE, OUTPUT_BYTES_MAX));
    }
}
