package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the town asks of a remote before it clones it.
final class Remotes {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern HOST_AND_PATH = Pattern.compile("[^/\\\\:]{2,}:.*");
    private static final Pattern PASSWORD = Pattern.compile("(://)[^/@]*@");

    /// Words of git's and ssh's when the network, not the user, is at fault.
    private static final List<String> NETWORK_WORDS =
            List.of(
                    "could not resolve host",
                    "connect to server",
                    "failed to connect",
                    "connection refused",
                    "connection timed out",
                    "connection reset",
                    "network is unreachable",
                    "operation timed out",
                    "temporary failure",
                    "early eof",
                    "hung up unexpectedly",
                    "returned error: 5",
                    "no answer within");

    private Remotes() {}

    /// @param branches the remote's branches, by name
    record Found(String target, CommitId head, Map<String, String> branches) {}

    /// The remote's folder when it is a path of this machine.
    static Optional<Path> folder(String remote) {
        if (remote.startsWith("file://")) {
            return Optional.of(Path.of(remote.substring("file://".length())));
        }
        boolean isUrl = URL.matcher(remote).matches() || HOST_AND_PATH.matcher(remote).matches();
        return isUrl ? Optional.empty() : Optional.of(Path.of(remote));
    }

    /// The remote as people may see it: in one line, without a password.
    static String shown(String remote) {
        return PASSWORD.matcher(remote).replaceAll("$1").replaceAll("\\p{Cntrl}+", "?");
    }

    static boolean isNetworkFailure(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return NETWORK_WORDS.stream().anyMatch(lower::contains);
    }

    /// Looks at the remote, or says in one line why it cannot be a rig.
    static Found inspect(GitProgram git, Path somewhere, String remote) {
        checkText(remote);
        folder(remote).ifPresent(Remotes::checkFolder);
        Processes.Exit exit =
                git.outside(
                        somewhere,
                        ANSWER_WITHIN,
                        List.of(
                                "ls-remote",
                                "--quiet",
                                "--symref",
                                "--",
                                remote,
                                "HEAD",
                                "refs/heads/*"));
        if (!exit.isSuccess()) {
            throw failure(remote, exit);
        }
        return found(remote, exit.output());
    }

    private static void checkText(String remote) {
        if (remote.isBlank() || remote.startsWith("-") || remote.contains("::")) {
            throw bad(remote, "it is neither a path nor a URL");
        }
        if (remote.chars().anyMatch(c -> c < ' ')) {
            throw bad(remote, "it holds control characters");
        }
    }

    private static void checkFolder(Path folder) {
        String shown = folder.toString();
        if (!folder.isAbsolute()) {
            throw bad(shown, "its path does not begin at the root (/)");
        }
        if (!Files.exists(folder)) {
            throw bad(shown, "there is no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw bad(shown, "it is a file, not a folder");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw bad(shown, "its folder cannot be read by the user who runs the town");
        }
        boolean isRepository =
                Files.exists(folder.resolve(".git")) || Files.exists(folder.resolve("HEAD"));
        if (!isRepository) {
            Path above = folder.toAbsolutePath().normalize().getParent();
            while (above != null && !Files.exists(above.resolve(".git"))) {
                above = above.getParent();
            }
            throw bad(
                    shown,
                    above == null
                            ? "it is not a git repository"
                            : "it is not a git repository itself, it lies inside " + above);
        }
    }

    private static TownException failure(String remote, Processes.Exit exit) {
        String reason = GitProgram.reason(exit);
        if (isNetworkFailure(reason) || isNetworkFailure(exit.output())) {
            return TownException.unavailable(
                    "The repository %s does not answer: %s. Check the address and the network."
                            .formatted(shown(remote), shown(reason)),
                    new IOException(shown(reason)));
        }
        if (exit.output().contains("dubious ownership")) {
            return bad(remote, "it belongs to another user (see git's safe.directory)");
        }
        if (reason.contains("does not appear to be a git repository")) {
            return bad(remote, "it is not a git repository");
        }
        return bad(remote, shown(reason));
    }

    private static Found found(String remote, String output) {
        String symbolic = "";
        String head = "";
        Map<String, String> branches = new TreeMap<>();
        for (String line : output.lines().toList()) {
            String[] parts = line.split("\t", 2);
            if (parts.length != 2) {
                continue;
            }
            if (parts[1].equals("HEAD") && parts[0].startsWith("ref: refs/heads/")) {
                symbolic = parts[0].substring("ref: refs/heads/".length());
            } else if (parts[1].equals("HEAD")) {
                head = parts[0];
            } else if (parts[1].startsWith("refs/heads/")) {
                branches.put(parts[1].substring("refs/heads/".length()), parts[0]);
            }
        }
        if (branches.isEmpty()) {
            throw bad(
                    remote,
                    head.isEmpty()
                            ? "it has no commit yet"
                            : "it has no branch, only a detached HEAD (git switch -c main makes one)");
        }
        String target = target(symbolic, head, branches);
        String id = branches.getOrDefault(target, "");
        if (id.length() != 40) {
            throw bad(remote, "it names objects by SHA-256, which the town cannot read");
        }
        return new Found(target, new CommitId(id), branches);
    }

    /// The branch HEAD names; else one that stands where HEAD does; else main, master, the first.
    private static String target(String symbolic, String head, Map<String, String> branches) {
        if (branches.containsKey(symbolic)) {
            return symbolic;
        }
        List<String> usual = List.of("main", "master");
        List<String> atHead =
                branches.keySet().stream().filter(b -> head.equals(branches.get(b))).toList();
        return usual.stream()
                .filter(atHead::contains)
                .findFirst()
                .or(() -> atHead.stream().findFirst())
                .or(() -> usual.stream().filter(branches::containsKey).findFirst())
                .orElseGet(() -> branches.keySet().iterator().next());
    }

    static TownException bad(String remote, String why) {
        return TownException.badInput(
                "%s cannot be a rig: %s. Give the path or URL of a git repository with a commit."
                        .formatted(shown(remote), why));
    }
}
