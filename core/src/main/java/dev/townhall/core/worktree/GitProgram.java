package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The git program, used only for remotes and for folders of people: there the user's own
/// configuration and credentials count. It never asks, runs no hooks of the repository's own, and
/// never works inside a folder that an agent can write. Thread-safe.
final class GitProgram {
    private static final int OUTPUT_BYTES_MAX = 16_000_000;

    /// What a child gets of the town's environment: what git needs to find programs, the user's
    /// configuration, keys, proxies and certificates.
    private static final List<String> PASSED =
            List.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "TMPDIR",
                    "XDG_CONFIG_HOME",
                    "XDG_CACHE_HOME",
                    "XDG_RUNTIME_DIR",
                    "SSH_AUTH_SOCK",
                    "SSH_AGENT_PID",
                    "GIT_SSH",
                    "GIT_SSH_COMMAND",
                    "GIT_SSH_VARIANT",
                    "GIT_ASKPASS",
                    "GIT_CONFIG_GLOBAL",
                    "GIT_CONFIG_SYSTEM",
                    "GIT_CONFIG_NOSYSTEM",
                    "GIT_SSL_CAINFO",
                    "GIT_SSL_CAPATH",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "http_proxy",
                    "https_proxy",
                    "HTTPS_PROXY",
                    "all_proxy",
                    "ALL_PROXY",
                    "no_proxy",
                    "NO_PROXY");

    private static final List<String> SETTINGS =
            List.of(
                    "core.hooksPath=/dev/null",
                    "core.fsmonitor=false",
                    "gc.auto=0",
                    "maintenance.auto=false",
                    "protocol.ext.allow=never",
                    "fetch.recurseSubmodules=no",
                    "push.recurseSubmodules=no",
                    "push.gpgSign=false",
                    "push.followTags=false",
                    "color.ui=false");

    /// Starts its parameters as a command in a session of its own whose parent is gone, so that
    /// nothing that ends this process and those below it ends that one, and waits for it.
    private static final String ON_ITS_OWN =
            """
            work=$(mktemp -d "${TMPDIR:-/tmp}/town-git.XXXXXX") && mkfifo "$work/end" || exit 1
            exec 8<>"$work/end"
            ($(command -v setsid) sh -c '"$@" >"$0/log" 2>&1; echo "$?" 1<>"$0/end"' "$work" "$@" \
                8<&- </dev/null >/dev/null 2>&1 &)
            read -r code <&8
            cat "$work/log"
            rm -rf "$work"
            exit "$code"
            """;

    private final Processes processes;
    private final Map<String, String> environment;

    GitProgram(Processes processes, Map<String, String> townEnvironment) {
        this.processes = processes;
        Map<String, String> passed = new TreeMap<>();
        for (String name : PASSED) {
            String value = townEnvironment.get(name);
            if (value != null) {
                passed.put(name, value);
            }
        }
        passed.put("LC_ALL", "C");
        passed.put("GIT_TERMINAL_PROMPT", "0");
        passed.put("GCM_INTERACTIVE", "never");
        passed.put("SSH_ASKPASS_REQUIRE", "never");
        passed.put("GIT_OPTIONAL_LOCKS", "0");
        passed.put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        this.environment = Collections.unmodifiableMap(passed);
    }

    /// Runs git in `store` with that folder as its repository.
    Processes.Exit inStore(Path store, Duration deadline, List<String> arguments) {
        Map<String, String> own = new TreeMap<>(environment);
        own.put("GIT_DIR", store.toString());
        return run(store, own, deadline, arguments);
    }

    /// Runs git outside any repository.
    Processes.Exit outside(Path folder, Duration deadline, List<String> arguments) {
        Map<String, String> own = new TreeMap<>(environment);
        own.put("GIT_CEILING_DIRECTORIES", folder.toString());
        return run(folder, own, deadline, arguments);
    }

    /// Runs a git command in somebody's own repository.
    Processes.Exit inside(Path folder, Duration deadline, List<String> arguments) {
        return run(folder, environment, deadline, arguments);
    }

    /// Runs a git command in somebody's own repository with the hooks in `hooks`, so that it goes on
    /// to its end even when the town stops or is killed (where there is a `setsid`; else it ends with
    /// it).
    Processes.Exit onItsOwn(
            Path folder,
            Path hooks,
            Map<String, String> forHooks,
            Duration deadline,
            List<String> arguments) {
        Map<String, String> own = new TreeMap<>(environment);
        own.putAll(forHooks);
        List<String> command = new ArrayList<>(List.of("sh", "-c", ON_ITS_OWN, "git"));
        command.addAll(git());
        Collections.addAll(command, "-c", "core.hooksPath=" + hooks, "-c", "core.fsync=all");
        command.addAll(arguments);
        return runCommand(folder, own, deadline, command);
    }

    private static List<String> git() {
        List<String> command = new ArrayList<>();
        command.add("git");
        SETTINGS.forEach(setting -> Collections.addAll(command, "-c", setting));
        return command;
    }

    private Processes.Exit run(
            Path folder, Map<String, String> own, Duration deadline, List<String> arguments) {
        List<String> command = git();
        command.addAll(arguments);
        return runCommand(folder, own, deadline, command);
    }

    private Processes.Exit runCommand(
            Path folder, Map<String, String> own, Duration deadline, List<String> command) {
        Processes.Exit exit =
                processes.run(
                        new Processes.Command(command, folder, own, deadline, OUTPUT_BYTES_MAX));
        if (exit.how() == Processes.How.NOT_STARTED) {
            throw TownException.unavailable(
                    "The git program could not be started: %s. Install git and see that it is on the PATH."
                            .formatted(exit.output().strip()),
                    new IOException(exit.output()));
        }
        return exit;
    }

    /// The one line of git's output that says why it failed.
    static String reason(Processes.Exit exit) {
        if (exit.how() == Processes.How.DEADLINE) {
            return "no answer within " + exit.duration().toSeconds() + " s";
        }
        if (exit.how() == Processes.How.ENDED) {
            return "git was ended";
        }
        List<String> lines =
                exit.output().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.stream()
                .filter(l -> l.startsWith("fatal: ") || l.startsWith("error: "))
                .findFirst()
                .map(l -> l.substring(7))
                .orElse(lines.isEmpty() ? "exit code " + exit.code() : lines.getLast());
    }
}
