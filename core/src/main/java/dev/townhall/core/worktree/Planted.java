package dev.townhall.core.worktree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/// What a worker's git directory holds that would make a git which believed it run a program or read
/// elsewhere. The town's does not believe it; this is for telling people. Settings that tools make
/// by themselves (large file storage, hook managers, aliases) are left out.
final class Planted {
    private static final Set<String> PROGRAMS =
            Set.of(
                    "core.sshcommand",
                    "core.gitproxy",
                    "core.askpass",
                    "core.alternaterefscommand",
                    "core.worktree",
                    "diff.external",
                    "gpg.program",
                    "include.path",
                    "uploadpack.packobjectshook");

    private static final Set<String> PROGRAMS_OF_SOMETHING =
            Set.of(
                    "filter.clean",
                    "filter.smudge",
                    "filter.process",
                    "diff.command",
                    "diff.textconv",
                    "merge.driver",
                    "remote.uploadpack",
                    "remote.receivepack",
                    "includeif.path");

    private final AgentGit git;
    private final String alternates;

    Planted(AgentGit git, Store store) {
        this.git = git;
        this.alternates = store.objects() + "\n";
    }

    /// One line each, without the values: they are the worker's words. What a worker made
    /// unreadable is one of them, and holds up nothing.
    List<String> found() {
        try {
            return look();
        } catch (IOException | DirectoryIteratorException e) {
            return List.of("a part that cannot be read");
        }
    }

    private List<String> look() throws IOException {
        if (!Disk.exists(git.folder())) {
            return List.of();
        }
        if (!git.isReadable()) {
            return List.of(".git is no folder");
        }
        List<String> found = new ArrayList<>(settings());
        if (!git.alternates().equals(alternates)) {
            found.add("objects/info/alternates leads elsewhere");
        }
        found.addAll(hooks());
        return found;
    }

    private List<String> settings() throws IOException {
        Config config = new Config();
        try {
            config.fromText(git.config());
        } catch (ConfigInvalidException e) {
            return List.of("config cannot be read");
        }
        List<String> found = new ArrayList<>();
        for (String section : config.getSections()) {
            for (String name : config.getNames(section)) {
                if (isProgram(config, section, name)) {
                    found.add("config sets " + key(section, name));
                }
            }
            for (String part : config.getSubsections(section)) {
                for (String name : config.getNames(section, part)) {
                    if (PROGRAMS_OF_SOMETHING.contains(key(section, name)) && !part.equals("lfs")) {
                        found.add("config sets " + section + ".*." + name);
                    }
                }
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    private static boolean isProgram(Config config, String section, String name) {
        String key = key(section, name);
        String value = config.getString(section, null, name);
        boolean monitor =
                key.equals("core.fsmonitor")
                        && value != null
                        && !value.equals("true")
                        && !value.equals("false");
        return monitor || (value != null && PROGRAMS.contains(key));
    }

    private static String key(String section, String name) {
        return (section + "." + name).toLowerCase(Locale.ROOT);
    }

    private List<String> hooks() throws IOException {
        Path hooks = git.folder().resolve("hooks");
        List<String> found = new ArrayList<>();
        if (Disk.isFolder(hooks)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(hooks)) {
                for (Path file : files) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && Files.isExecutable(file)
                            && !file.toString().endsWith(".sample")) {
                        found.add("a hook");
                    }
                }
            }
        }
        return found.stream().distinct().toList();
    }
}
