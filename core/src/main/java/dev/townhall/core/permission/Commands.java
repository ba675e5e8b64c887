package dev.townhall.core.permission;

import java.util.List;

/// What single commands ask for, by their program and first words.
final class Commands {
    private static final List<String> ROOT =
            List.of(
                    "sudo",
                    "doas",
                    "su",
                    "pkexec",
                    "mount",
                    "umount",
                    "systemctl",
                    "service",
                    "docker",
                    "podman",
                    "kubectl",
                    "crontab",
                    "shutdown",
                    "reboot",
                    "iptables",
                    "chroot",
                    "nsenter",
                    "insmod");
    private static final List<String> DOWNLOADS = List.of("curl", "wget", "scp", "rsync", "sftp");
    private static final List<String> FORGES = List.of("gh", "glab", "hub");
    private static final List<String> REMOTE_GIT =
            List.of("push", "remote", "send-email", "credential", "request-pull");
    private static final List<String> REWRITING_GIT =
            List.of(
                    "filter-branch",
                    "filter-repo",
                    "reflog",
                    "update-ref",
                    "gc",
                    "prune",
                    "replace");
    private static final List<String> INSTALLING =
            List.of("install", "i", "ci", "add", "update", "upgrade", "get", "download", "sync");
    private static final List<String> INSTALLERS =
            List.of(
                    "npm",
                    "pnpm",
                    "yarn",
                    "bun",
                    "pip",
                    "pip3",
                    "pipx",
                    "uv",
                    "poetry",
                    "cargo",
                    "go",
                    "gem",
                    "bundle",
                    "brew",
                    "apt",
                    "apt-get",
                    "dnf",
                    "apk",
                    "composer");
    private static final List<String> DELETING = List.of("rm", "rmdir", "shred", "truncate", "dd");
    private static final List<String> PUBLISHING = List.of("publish", "login", "logout", "token");

    private Commands() {}

    static Verdict verdict(List<String> words, Place place) {
        String program = CommandLine.program(words.getFirst());
        if (ROOT.contains(program)) {
            return Verdict.ask("%s reaches beyond the worktree".formatted(program));
        }
        if (FORGES.contains(program)) {
            return Verdict.ask("%s acts on the forge in somebody's name".formatted(program));
        }
        if (program.equals("git")) {
            return git(words, place);
        }
        if (INSTALLERS.contains(program)) {
            return installer(program, words, place);
        }
        if (DOWNLOADS.contains(program)) {
            return network("%s reaches the network".formatted(program), place);
        }
        return outside(words, DELETING.contains(program), place);
    }

    private static Verdict git(List<String> words, Place place) {
        String verb = verb(words);
        if (REMOTE_GIT.contains(verb)) {
            return Verdict.ask(
                    "git %s reaches the remote; the refinery is who pushes".formatted(verb));
        }
        if (REWRITING_GIT.contains(verb) && !place.sandboxed()) {
            return Verdict.ask("git %s rewrites history".formatted(verb));
        }
        return verb.equals("clone") || verb.equals("fetch") || verb.equals("pull")
                ? network("git %s reaches the network".formatted(verb), place)
                : outside(words, false, place);
    }

    private static Verdict installer(String program, List<String> words, Place place) {
        String verb = verb(words);
        if (PUBLISHING.contains(verb)) {
            return Verdict.ask("%s %s acts in somebody's name".formatted(program, verb));
        }
        return INSTALLING.contains(verb)
                ? network("%s %s installs from the network".formatted(program, verb), place)
                : outside(words, false, place);
    }

    private static Verdict network(String what, Place place) {
        return place.sandboxed() && place.network() ? Verdict.allow(what) : Verdict.ask(what);
    }

    /// Without a sandbox, words that name something outside are looked at.
    private static Verdict outside(List<String> words, boolean deletes, Place place) {
        if (!place.sandboxed()) {
            for (String word : words.subList(1, words.size())) {
                if (isOutside(word, deletes, place)) {
                    return Verdict.ask("%s is outside the worktree".formatted(word));
                }
            }
        }
        return Verdict.allow("nothing in it asks for more than the worktree");
    }

    private static boolean isOutside(String word, boolean deletes, Place place) {
        if (word.startsWith("~") || (deletes && word.contains("$"))) {
            return true;
        }
        boolean path = word.startsWith("/") || word.contains("..");
        return path
                && !word.startsWith("/dev/null")
                && !word.startsWith("/tmp/")
                && !place.holds(word);
    }

    /// The first word that is no option. `git -C dir push`: an option's value is taken for the verb
    /// rather than a verb for an option's value, so both are looked at.
    private static String verb(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean takesValue = word.equals("-C") || word.equals("-c") || word.equals("--git-dir");
            if (takesValue) {
                i++;
            } else if (!word.startsWith("-")) {
                return word;
            }
        }
        return "";
    }
}
