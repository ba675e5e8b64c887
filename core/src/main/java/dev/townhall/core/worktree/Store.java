package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The bare repository of a rig, owned by the town: the remote's branches under
/// `refs/remotes/origin/`, worker branches under `refs/heads/`, what was rescued under
/// `refs/rescue/`, and under `refs/town/` what the town must remember. Objects are never deleted from it: trees of workers borrow them. Whatever is in it
/// is there with everything it refers to. Thread-safe.
final class Store {
    static final String REMOTE_BRANCHES = "refs/remotes/origin/";
    static final String TARGET = "refs/town/target";

    private final FileRepository repository;

    private Store(FileRepository repository) {
        this.repository = repository;
    }

    /// Makes an empty store at `folder`.
    static Store create(Path folder, String remote, String target) throws IOException {
        IsolatedReader.install();
        try (FileRepository fresh = build(folder, false)) {
            fresh.create(true);
            StoredConfig config = fresh.getConfig();
            config.setString("remote", "origin", "url", remote);
            config.setString("remote", "origin", "fetch", "+refs/heads/*:" + REMOTE_BRANCHES + "*");
            config.setString("core", null, "fsyncRefFiles", "true");
            config.setString("gc", null, "auto", "0");
            config.setString("gc", null, "pruneExpire", "never");
            config.setString("maintenance", null, "auto", "false");
            config.save();
            RefUpdate symbolic = fresh.updateRef(TARGET, false);
            symbolic.disableRefLog();
            symbolic.link(REMOTE_BRANCHES + target);
        }
        return open(folder);
    }

    static Store open(Path folder) throws IOException {
        IsolatedReader.install();
        return new Store(build(folder, true));
    }

    /// Removes lock files that a town which died has left. Only for the process that owns the store,
    /// before it uses it.
    static void clearLocks(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> locks =
                    files.filter(file -> file.getFileName().toString().endsWith(".lock"))
                            .filter(Files::isRegularFile)
                            .toList();
            for (Path lock : locks) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private static FileRepository build(Path folder, boolean mustExist) throws IOException {
        return (FileRepository)
                new FileRepositoryBuilder()
                        .setGitDir(folder.toFile())
                        .setBare()
                        .setMustExist(mustExist)
                        .build();
    }

    FileRepository repository() {
        return repository;
    }

    Path folder() {
        return repository.getDirectory().toPath();
    }

    Path objects() {
        return repository.getObjectDatabase().getDirectory().toPath();
    }

    ObjectReader reader() {
        return repository.newObjectReader();
    }

    ObjectInserter inserter() {
        return new DurableInserter(repository);
    }

    boolean has(ObjectId id) {
        return repository.getObjectDatabase().has(id);
    }

    String remote() {
        String url = repository.getConfig().getString("remote", "origin", "url");
        return url == null ? "" : url;
    }

    /// The short name of the branch that work is merged into.
    String target() throws IOException {
        Ref symbolic = repository.getRefDatabase().exactRef(TARGET);
        if (symbolic == null || !symbolic.isSymbolic()) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "The store "
                            + folder()
                            + " does not say which branch is its target (ref "
                            + TARGET
                            + "). Remove the rig and add it again.");
        }
        return symbolic.getTarget().getName().substring(REMOTE_BRANCHES.length());
    }

    ObjectId targetHead() throws IOException {
        String target = target();
        return resolve(REMOTE_BRANCHES + target)
                .orElseThrow(() ->
                        TownException.wrongState(
                                "The remote %s has no branch %s any more. Push it again."
                                        .formatted(Remotes.shown(remote()), target)));
    }

    Optional<ObjectId> resolve(String ref) throws IOException {
        Ref found = repository.getRefDatabase().exactRef(ref);
        return found == null ? Optional.empty() : Optional.ofNullable(found.getObjectId());
    }

    /// A ref that leads to an object.
    record Named(String name, ObjectId id) {}

    /// The refs below `prefix` that lead to an object, by name.
    List<Named> refs(String prefix) throws IOException {
        List<Named> refs = new ArrayList<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            ObjectId id = ref.getObjectId();
            if (id != null) {
                refs.add(new Named(ref.getName(), id));
            }
        }
        refs.sort(Comparator.comparing(Named::name));
        return refs;
    }

    /// Moves `ref` to `commit`, whatever it was.
    void move(String ref, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(ref, true);
        update.disableRefLog();
        update.setNewObjectId(commit);
        finish(ref, update.forceUpdate());
    }

    /// Removes `ref`, if it is there.
    void delete(String ref) throws IOException {
        RefUpdate update = repository.updateRef(ref, true);
        update.disableRefLog();
        update.setForceUpdate(true);
        finish(ref, update.delete());
    }

    private static void finish(String ref, RefUpdate.Result result) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> {}
            default -> throw new IOException("ref " + ref + " was not moved: " + result);
        }
    }

    /// Whether `ancestor` is `descendant` or one of its ancestors.
    boolean contains(ObjectId descendant, ObjectId ancestor) throws IOException {
        if (descendant.equals(ancestor)) {
            return true;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(descendant));
        }
    }

    boolean isCommit(ObjectId id) {
        if (!has(id)) {
            return false;
        }
        try (ObjectReader reader = reader()) {
            return reader.open(id).getType() == Constants.OBJ_COMMIT;
        } catch (IOException e) {
            return false;
        }
    }

    /// Those of `commits` that no branch, tag or rescue leads to.
    List<ObjectId> unreferenced(List<ObjectId> commits) throws IOException {
        List<ObjectId> found = new ArrayList<>();
        if (commits.isEmpty()) {
            return found;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            List<RevCommit> kept = new ArrayList<>();
            for (Named ref : refs("refs/")) {
                if (!ref.name().startsWith("refs/town/")
                        && walk.peel(walk.parseAny(ref.id())) instanceof RevCommit commit) {
                    kept.add(commit);
                }
            }
            for (ObjectId commit : commits) {
                walk.reset();
                walk.markStart(walk.parseCommit(commit));
                for (RevCommit uninteresting : kept) {
                    walk.markUninteresting(uninteresting);
                }
                if (walk.next() != null) {
                    found.add(commit);
                }
            }
        }
        return found;
    }

    RevCommit commit(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            return commit;
        }
    }

    ObjectId treeOf(ObjectId commit) throws IOException {
        return commit(commit).getTree().getId();
    }

    /// Every path of a tree, raw, with what stands there; no folders.
    NavigableMap<String, Leaf> listing(ObjectId tree) throws IOException {
        NavigableMap<String, Leaf> files = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                byte[] path = walk.getRawPath();
                files.put(
                        RawNames.ofBytes(path, 0, path.length),
                        new Leaf(walk.getRawMode(0), walk.getObjectId(0)));
            }
        }
        return files;
    }

    /// The commits at which a shallow history ends, as the store's file has them.
    Optional<byte[]> shallow() throws IOException {
        Path file = folder().resolve("shallow");
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    void close() {
        repository.close();
    }
}
