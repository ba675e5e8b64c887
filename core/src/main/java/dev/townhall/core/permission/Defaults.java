package dev.townhall.core.permission;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What holds where a rig has no rule of its own.
///
/// | act | in a sandbox | without one |
/// |---|---|---|
/// | the town's own tools, thinking | allow | allow |
/// | read, search, edit in the worktree | allow | allow |
/// | edit in a checkout that is only for reading | deny | deny |
/// | git's own files in the worktree | ask | ask |
/// | read or search elsewhere | allow: the sandbox shows nothing that matters | ask |
/// | edit elsewhere | ask | ask |
/// | keys and credentials | ask | deny |
/// | commands: push, remotes, root, services | ask | ask |
/// | commands: installs, downloads | allow with network, else ask | ask |
/// | commands: rewriting history, deleting outside, what cannot be read | allow | ask |
/// | other commands | allow | allow |
/// | fetching from the network | allow with network, else ask | ask |
/// | anything else | ask | ask |
final class Defaults {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(^|/)(\\.ssh|\\.aws|\\.gnupg|\\.kube|\\.docker|\\.azure)(/|$)"
                            + "|(^|/)(\\.netrc|\\.npmrc|\\.pypirc|\\.git-credentials|id_(rsa|ed25519|ecdsa|dsa))$"
                            + "|\\.(pem|p12|pfx|jks|keystore)$|^/etc/shadow$|^/proc/[^/]+/environ$");

    private Defaults() {}

    /// What no permission of a rig may open.
    static Optional<Verdict> never(ToolUse use, Place place) {
        if (!place.sandboxed() && touchesSecret(use, place)) {
            return Optional.of(Verdict.deny("it touches keys or credentials outside the worktree"));
        }
        return !place.writable() && changesFiles(use) && use.paths().stream().anyMatch(place::holds)
                ? Optional.of(
                        Verdict.deny(
                                "this checkout is for reading; copy to $TMPDIR what you want to change"))
                : Optional.empty();
    }

    static Verdict of(ToolUse use, Place place) {
        return switch (use.kind()) {
            case TOWN -> Verdict.allow("one of the town's own tools");
            case THINK -> Verdict.allow("it changes nothing");
            case READ, SEARCH, EDIT, DELETE, MOVE -> ofPaths(use, place);
            case EXECUTE ->
                    use.command()
                            .map(line -> ofCommand(line, place).or(ofPlaces(use, place)))
                            .orElseGet(() -> Verdict.ask("it does not say what it would run"));
            case FETCH ->
                    place.sandboxed() && place.network()
                            ? Verdict.allow("this rig's sandbox has the network")
                            : Verdict.ask("it reaches the network");
            case OTHER ->
                    Verdict.ask(
                            "the town does not know what the tool %s does".formatted(name(use)));
        };
    }

    private static Verdict ofPaths(ToolUse use, Place place) {
        if (touchesSecret(use, place)) {
            return Verdict.ask("it touches keys or credentials");
        }
        if (use.paths().isEmpty()) {
            return use.onlyLooks() && place.sandboxed()
                    ? Verdict.allow("it changes nothing")
                    : Verdict.ask("it does not say which files it is about");
        }
        return ofPlaces(use, place);
    }

    private static Verdict ofPlaces(ToolUse use, Place place) {
        Verdict verdict = Verdict.allow("inside the worktree");
        for (String path : use.paths()) {
            verdict = verdict.or(ofPath(use, path, place));
        }
        return verdict;
    }

    private static Verdict ofPath(ToolUse use, String path, Place place) {
        if (!place.holds(path)) {
            return use.onlyLooks() && place.sandboxed()
                    ? Verdict.allow("the sandbox shows only what anybody may see")
                    : Verdict.ask("%s is outside the worktree".formatted(path));
        }
        return !use.onlyLooks() && place.isGit(path)
                ? Verdict.ask("%s belongs to git itself".formatted(path))
                : Verdict.allow("inside the worktree");
    }

    private static Verdict ofCommand(String line, Place place) {
        CommandLine command = CommandLine.read(line);
        Verdict verdict =
                command.isWhole() || place.sandboxed()
                        ? Verdict.allow("nothing in it asks for more than the worktree")
                        : Verdict.ask("the town cannot tell what it would run");
        for (List<String> words : command.commands()) {
            verdict = verdict.or(Commands.verdict(words, place));
        }
        return verdict;
    }

    private static boolean touchesSecret(ToolUse use, Place place) {
        boolean named =
                use.paths().stream()
                        .anyMatch(path -> SECRET.matcher(path).find() && !place.holds(path));
        return named
                || use.command()
                        .map(CommandLine::read)
                        .map(line ->
                                line.commands().stream()
                                        .flatMap(List::stream)
                                        .anyMatch(word ->
                                                SECRET.matcher(word).find() && !place.holds(word)))
                        .orElse(false);
    }

    private static boolean changesFiles(ToolUse use) {
        return switch (use.kind()) {
            case EDIT, DELETE, MOVE -> true;
            case TOWN, THINK, READ, SEARCH, EXECUTE, FETCH, OTHER -> false;
        };
    }

    private static String name(ToolUse use) {
        return use.tool().isBlank() ? "(without a name)" : use.tool().toLowerCase(Locale.ROOT);
    }
}
