package dev.townhall.core.foundation.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The small shell script every child runs under, and how it is put on a command line.
///
/// ```
///   town ==pipe==> supervisor --+-- watcher   (reads the pipe; at its end kills the group)
///                               +-- command   (own process group, or own PID namespace)
/// ```
///
/// The town holds the other end of the pipe: closing it, or dying in any way, ends the group. When
/// the command exits, the supervisor ends what is left of the group and passes the exit code on.
/// The script is constant and uses only what is built into a shell; the command comes as
/// parameters and is never read as text.
///
/// @param detach `setsid`, which takes the terminal away so that nothing can ask there; else empty
/// @param shell the shell that runs the script, with its options
/// @param ownGroup `setsid` where the shell cannot give a group to a job without a terminal; the
///     command then starts with SIGINT and SIGQUIT ignored, as POSIX wants for background commands
/// @param namespace what puts the command into a PID namespace of its own; else empty
record Supervisor(
        Optional<Path> detach,
        List<String> shell,
        Optional<Path> ownGroup,
        List<String> namespace) {
    /// Parameters: names to unset, `setsid` or nothing, the command's standard input, then the
    /// command. The variables to unset are those a shell exports by itself. Job control is on only while the command is started:
    /// with it a shell's `wait` would return when the command is merely stopped. When the machine has
    /// no memory left, Linux ends children before it ends the town.
    private static final String SCRIPT =
            """
            unset $1
            own=$2
            input=$3
            shift 3
            exec 3<&0 </dev/null
            [ -n "$own" ] || set -m
            ({ echo 500 >/proc/self/oom_score_adj; } 2>/dev/null
                exec ${own:+"$own"} "$@" 3<&- <"$input") &
            child=$!
            set +m
            exec >/dev/null 2>&1
            (read -r _ <&3; kill -KILL "-$child" "$child") &
            watcher=$!
            exec 3<&-
            wait "$child"
            code=$?
            kill -KILL "-$child" "$watcher"
            wait "$watcher"
            exit "$code"
            """;

    /// The first process of a PID namespace: when it ends, the kernel ends all others in it.
    private static final String FIRST =
            """
            unset $1
            shift
            (exec "$@")
            exit "$?"
            """;

    static final Path NOTHING = Path.of("/dev/null");

    /// The first program in a sandbox, whose own first process reaps: sets limits and gives way.
    private static final String LIMITED =
            """
            unset $1
            { LIMITS; } 2>/dev/null
            shift 2
            [ -x "$1" ] || { echo "The program $1 is not found in the sandbox."; exit 127; }
            exec "$@"
            """
                    .replace("LIMITS", Sandbox.limits());

    private static final List<String> SHELL_EXPORTS = List.of("PWD", "OLDPWD", "SHLVL");

    Supervisor {
        shell = List.copyOf(shell);
        namespace = List.copyOf(namespace);
    }

    /// Whether daemons end too, which leave every group and session.
    boolean endsDaemons() {
        return !namespace.isEmpty();
    }

    Supervisor withNamespace(List<String> prefix) {
        return new Supervisor(detach, shell, ownGroup, prefix);
    }

    /// The whole command line for `arguments`, the first of which is an absolute path.
    List<String> around(List<String> arguments, Map<String, String> environment) {
        return around(arguments, environment, List.of(), Limits.NONE, NOTHING);
    }

    /// The same in the sandbox that `sandbox` stands for, unless that is empty, with `input` as the
    /// command's standard input.
    List<String> around(
            List<String> arguments,
            Map<String, String> environment,
            List<String> sandbox,
            Limits limits,
            Path input) {
        String unset = unset(environment);
        List<String> line = new ArrayList<>();
        detach.ifPresent(setsid -> line.add(setsid.toString()));
        line.addAll(shell);
        line.addAll(List.of("-c", SCRIPT, "supervisor", unset));
        line.add(ownGroup.map(Path::toString).orElse(""));
        line.add(input.toString());
        if (!sandbox.isEmpty()) {
            line.addAll(sandbox);
            line.addAll(List.of("/bin/sh", "-c", LIMITED, "sandbox", unset));
            int refused = limits.processesRefused();
            line.add(refused == 0 ? "unlimited" : Integer.toString(refused));
        } else if (!namespace.isEmpty()) {
            line.addAll(namespace);
            line.addAll(List.of("/bin/sh", "-c", FIRST, "first", unset));
        }
        line.addAll(arguments);
        return line;
    }

    /// What a shell would add to the environment. Never empty: `unset` without a name is an error
    /// in some shells.
    private static String unset(Map<String, String> environment) {
        return Stream.concat(
                        Stream.of("TOWNHALL_NONE"),
                        SHELL_EXPORTS.stream().filter(name -> !environment.containsKey(name)))
                .collect(Collectors.joining(" "));
    }
}
