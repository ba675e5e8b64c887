package dev.townhall.core.worktree;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The real repositories over a bare remote in a temporary folder.
final class RealScene implements RepositoryScene {
    final Path root;
    final Path rigs;
    final Path remote;
    final Git outsider;
    private final Path outsiderFolder;
    private final SystemProcesses processes = SystemProcesses.grouped();
    private final GitRepositories repositories;
    private final GitProgram gitProgram;

    RealScene() {
        this(Map.of());
    }

    RealScene(Map<String, String> extraEnvironment) {
        try {
            root = Files.createTempDirectory("townhall-git");
            rigs = root.resolve("rigs");
            remote = root.resolve("remote.git");
            outsiderFolder = root.resolve("outsider");
            Files.createDirectories(outsiderFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new Git(root).run("init", "--quiet", "--bare", "-b", "main", remote.toString());
        outsider = new Git(outsiderFolder);
        outsider.run("init", "--quiet", "-b", "main");
        outsider.run("remote", "add", "origin", remote.toString());
        write(outsiderFolder, "README", "hello\n");
        write(outsiderFolder, "src/a.txt", "one\ntwo\nthree\n");
        outsider.run("add", ".");
        outsider.run("commit", "--quiet", "-m", "Start");
        outsider.run("push", "--quiet", "origin", "main");
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.putAll(extraEnvironment);
        gitProgram = new GitProgram(processes, environment);
        repositories = new GitRepositories(rigs, processes, new SystemTime(), environment);
    }

    @Override
    public Repositories repositories() {
        return repositories;
    }

    @Override
    public String remote() {
        return remote.toString();
    }

    GitProgram gitProgram() {
        return gitProgram;
    }

    /// What `kill -9` of the town does to its children.
    void killProcesses() {
        processes.close();
    }

    Path store(RigName rig) {
        return rigs.resolve(rig.text()).resolve("repo.git");
    }

    @Override
    public CommitId outsiderCommits(String file, String content) {
        outsider.run("fetch", "--quiet", "origin");
        outsider.run("reset", "--quiet", "--hard", "origin/main");
        write(outsiderFolder, file, content);
        outsider.run("add", ".");
        outsider.run("commit", "--quiet", "-m", "Outside: " + file);
        outsider.run("push", "--quiet", "origin", "main");
        return new CommitId(outsider.line("rev-parse", "HEAD"));
    }

    @Override
    public void refusePushes(Optional<String> reason) {
        Path hook = remote.resolve("hooks/pre-receive");
        try {
            Files.deleteIfExists(hook);
            if (reason.isPresent()) {
                Files.writeString(hook, "#!/bin/sh\necho '" + reason.get() + "'\nexit 1\n");
                Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void unreachable(boolean away) {
        Path hidden = root.resolve("away.git");
        try {
            Files.move(away ? remote : hidden, away ? hidden : remote);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CommitId remoteHead() {
        return new CommitId(new Git(remote).line("rev-parse", "main"));
    }

    @Override
    public List<String> remoteTitles() {
        return new Git(remote).run("log", "--format=%s", "main").lines().toList();
    }

    @Override
    public String remoteMessage() {
        return new Git(remote).line("log", "-1", "--format=%B", "main") + "\n";
    }

    @Override
    public String remoteAuthor() {
        return new Git(remote).line("log", "-1", "--format=%an <%ae>", "main");
    }

    @Override
    public Optional<String> remoteFile(String file) {
        return show(remote, "main", file);
    }

    private static Optional<String> show(Path repository, String commit, String file) {
        Git git = new Git(repository);
        return git.run("ls-tree", "-r", "--name-only", commit).lines().anyMatch(file::equals)
                ? Optional.of(git.run("show", commit + ":" + file))
                : Optional.empty();
    }

    @Override
    public void write(Path tree, String file, String content) {
        try {
            Path path = tree.resolve(file);
            Files.createDirectories(Disk.parent(path));
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(Path tree, String file) {
        try {
            Files.delete(tree.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> read(Path tree, String file) {
        try {
            Path path = tree.resolve(file);
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> files(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(f -> !Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
                    .map(f -> tree.relativize(f).toString())
                    .filter(f -> !f.startsWith(".git/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CommitId agentCommits(Path tree, String message) {
        Git git = new Git(tree);
        git.run("add", "-A");
        git.run("commit", "--quiet", "-m", message);
        return new CommitId(git.line("rev-parse", "HEAD"));
    }

    @Override
    public void agentStashes(Path tree) {
        new Git(tree).run("stash", "--quiet");
    }

    @Override
    public Optional<String> stored(CommitId commit, String file) {
        return show(store(new RigName("shop")), commit.text(), file);
    }

    @Override
    public void close() {
        repositories.close();
        processes.close();
        try {
            Disk.deleteAll(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
