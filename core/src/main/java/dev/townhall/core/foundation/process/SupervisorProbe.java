package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tries out what this machine and this user allow, from the strongest containment down.
final class SupervisorProbe {
    private static final int YES = 42;
    private static final long ANSWER_SECONDS_MAX = 5;

    private static final List<String> NAMESPACE =
            List.of("--pid", "--fork", "--kill-child=KILL", "--mount-proc");
    private static final List<String> USER_NAMESPACE = List.of("--user", "--map-current-user");

    private SupervisorProbe() {}

    /// Process groups only.
    static Supervisor groups() {
        Optional<Path> setsid = Programs.find("setsid");
        for (List<String> shell : shells()) {
            List<String> question = new ArrayList<>(shell);
            question.addAll(List.of("-c", "set -m; case $- in *m*) exit 42 ;; esac", "probe"));
            if (saysYes(setsid.map(path -> prepend(path, question)).orElse(question))) {
                return new Supervisor(setsid, shell, Optional.empty(), List.of());
            }
        }
        return new Supervisor(setsid, List.of("/bin/sh"), setsid, List.of());
    }

    /// A PID namespace where it is allowed (as root, or through a user namespace), else groups.
    static Supervisor strongest() {
        Supervisor groups = groups();
        Optional<Path> unshare = Programs.find("unshare");
        if (unshare.isEmpty()) {
            return groups;
        }
        List<String> asRoot = prepend(unshare.get(), NAMESPACE);
        List<String> asUser = new ArrayList<>(asRoot);
        asUser.addAll(USER_NAMESPACE);
        for (List<String> namespace : List.of(asRoot, asUser)) {
            Supervisor candidate = groups.withNamespace(namespace);
            List<String> question =
                    List.of("/bin/sh", "-c", "[ \"$PPID\" = 1 ] && [ -d /proc/1 ] && exit 42");
            if (saysYes(candidate.around(question, Map.of()))) {
                return candidate;
            }
        }
        return groups;
    }

    /// Shells to ask for job control, which not every one grants without a terminal.
    private static List<List<String>> shells() {
        List<List<String>> shells = new ArrayList<>();
        shells.add(List.of("/bin/sh"));
        Programs.find("bash").ifPresent(bash -> shells.add(List.of(bash.toString(), "--posix")));
        return shells;
    }

    private static List<String> prepend(Path program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(arguments);
        return List.copyOf(line);
    }

    private static boolean saysYes(List<String> question) {
        ProcessBuilder builder = new ProcessBuilder(question);
        builder.environment().clear();
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            try {
                return process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                        && process.exitValue() == YES;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false; // The program cannot be run here, so this way is not open.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
