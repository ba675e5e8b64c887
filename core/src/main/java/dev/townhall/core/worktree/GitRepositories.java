package dev.townhall.core.worktree;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;

/// The rigs' repositories in folders of this machine. Thread-safe; [#close] it to let go of files.
public final class GitRepositories implements Repositories, AutoCloseable {
    private final Path rigs;
    private final Time time;
    private final GitProgram git;
    private final Map<RigName, GitRepository> open = new ConcurrentHashMap<>();

    /// @param rigs the folder of all rigs; made when needed
    /// @param environment the town's environment, of which git gets the few variables it needs to
    ///     find the user's configuration and credentials
    public GitRepositories(
            Path rigs, Processes processes, Time time, Map<String, String> environment) {
        this.rigs = rigs.toAbsolutePath().normalize();
        this.time = time;
        this.git = new GitProgram(processes, environment);
        IsolatedReader.install();
    }

    @Override
    public Cloned clone(RigName rig, String remote) {
        return Disk.reading(
                "Cloning " + Remotes.shown(remote) + " for rig " + rig,
                () -> {
                    RigFolders folders = folders(rig);
                    if (!Files.isDirectory(folders.store())) {
                        make(folders, remote);
                    }
                    return describe(folders, remote);
                });
    }

    private void make(RigFolders folders, String remote) throws IOException {
        Files.createDirectories(rigs);
        if (Disk.exists(folders.root())) {
            throw TownException.wrongState(
                    "Rig %s cannot be cloned: %s is in the way and holds no repository of the town. Move it away."
                            .formatted(folders.rig(), folders.root()));
        }
        Remotes.Found found = Remotes.inspect(git, rigs, remote);
        Path making = rigs.resolve(".making-" + folders.rig());
        Disk.deleteAll(making);
        try {
            Store store =
                    Store.create(
                            new RigFolders(folders.rig(), making).store(), remote, found.target());
            try {
                RemoteBranch.fetch(git, store);
                store.listing(store.treeOf(store.targetHead()));
            } finally {
                store.close();
            }
            Files.move(making, folders.root(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            try {
                Disk.deleteAll(making);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private Cloned describe(RigFolders folders, String remote) throws IOException {
        try (StoreScope scope = new StoreScope(Store.open(folders.store()))) {
            Store store = scope.store();
            if (!store.remote().equals(remote)) {
                throw TownException.wrongState(
                        "Rig %s is cloned from %s already, not from %s. Remove the rig first."
                                .formatted(
                                        folders.rig(),
                                        Remotes.shown(store.remote()),
                                        Remotes.shown(remote)));
            }
            ObjectId head = store.targetHead();
            List<String> notes = new SourceNotes(git).of(remote, store);
            return new Cloned(store.target(), new CommitId(head.name()), notes);
        }
    }

    private record StoreScope(Store store) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
        }
    }

    @Override
    public RigRepository open(RigName rig) {
        return open.computeIfAbsent(rig, this::openStore);
    }

    private GitRepository openStore(RigName rig) {
        RigFolders folders = folders(rig);
        if (!Files.isDirectory(folders.store())) {
            throw TownException.notFound(
                    "Rig %s has no repository: it was not cloned.".formatted(rig));
        }
        return Disk.reading(
                "Opening the repository of rig " + rig,
                () -> {
                    Store.clearLocks(folders.store());
                    Disk.deleteAll(folders.making("moments"));
                    return new GitRepository(folders, Store.open(folders.store()), git, time);
                });
    }

    @Override
    public void remove(RigName rig) {
        GitRepository repository = open.remove(rig);
        if (repository != null) {
            repository.close();
        }
        Disk.doing(
                "Removing rig " + rig,
                () -> {
                    RigFolders folders = folders(rig);
                    Path removed = rigs.resolve(".removed-" + rig);
                    Disk.deleteAll(removed);
                    if (Disk.exists(folders.root())) {
                        Files.move(folders.root(), removed, StandardCopyOption.ATOMIC_MOVE);
                        Disk.deleteAll(removed);
                    }
                });
    }

    @Override
    public void close() {
        open.values().forEach(GitRepository::close);
        open.clear();
    }

    private RigFolders folders(RigName rig) {
        return new RigFolders(rig, rigs.resolve(rig.text()));
    }
}
