package dev.townhall.core.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.FS;

/// Takes objects that an agent made over into the store. The agent's object files are first copied,
/// ordinary files only, to a folder the agent cannot write; from there every object is read, checked
/// for form and put into the store after all it refers to.
final class Intake implements AutoCloseable {
    static final long BYTES_MAX = 4L << 30;

    private static final Pattern LOOSE_FOLDER = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern LOOSE_FILE = Pattern.compile("[0-9a-f]{38}");
    private static final Pattern PACK_FILE = Pattern.compile("pack-[0-9a-f]{40}\\.pack");

    private final Store store;
    private final Path copy;
    private final ObjectDirectory objects;
    private final ObjectReader reader;
    private final ObjectChecker checker = new ObjectChecker();
    private final List<ObjectId> loose = new ArrayList<>();

    private Intake(Store store, Path copy) throws IOException {
        this.store = store;
        this.copy = copy;
        this.objects =
                new ObjectDirectory(
                        new Config(),
                        copy.toFile(),
                        new File[] {store.objects().toFile()},
                        FS.DETECTED,
                        store.folder().resolve("shallow").toFile());
        this.reader = objects.newReader();
    }

    /// Copies what the git directory at `agentGit` holds beyond the store to `copy`.
    static Intake of(Store store, AgentGit agentGit, Path copy) throws IOException {
        Disk.deleteAll(copy);
        Files.createDirectories(copy.resolve("pack"));
        Intake intake = new Intake(store, copy);
        if (isTooLarge(agentGit)) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s holds more than %d MB of packs. Remove what was fetched into it."
                            .formatted(agentGit.folder(), BYTES_MAX >> 20));
        }
        Path from = agentGit.folder().resolve("objects");
        if (agentGit.isReadable() && Disk.isFolder(from)) {
            intake.copyFrom(from);
        }
        return intake;
    }

    /// Whether the agent's folder holds more than the town takes over.
    static boolean isTooLarge(AgentGit agentGit) throws IOException {
        Path packs = agentGit.folder().resolve("objects/pack");
        long bytes = 0;
        if (agentGit.isReadable() && Disk.isFolder(packs)) {
            for (Path file : list(packs)) {
                bytes +=
                        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS)
                                .size();
            }
        }
        return bytes > BYTES_MAX;
    }

    private void copyFrom(Path from) throws IOException {
        for (Path folder : list(from)) {
            String name = RawNames.of(folder);
            if (!Disk.isFolder(folder)) {
                continue;
            }
            if (name.equals("pack")) {
                copyPacks(folder);
            } else if (LOOSE_FOLDER.matcher(name).matches()) {
                copyLoose(folder, name);
            }
        }
    }

    private void copyPacks(Path folder) throws IOException {
        for (Path file : list(folder)) {
            String name = RawNames.of(file);
            if (!PACK_FILE.matcher(name).matches()) {
                continue;
            }
            Path pack = copy.resolve("pack").resolve(name);
            Path index = copy.resolve("pack").resolve(name.replace(".pack", ".idx"));
            copyFile(file, pack);
            copyFile(folder.resolve(index.getFileName()), index);
            if (!PackFiles.belongTogether(pack, index)) {
                Files.deleteIfExists(pack);
                Files.deleteIfExists(index);
            }
        }
    }

    private void copyLoose(Path folder, String name) throws IOException {
        for (Path file : list(folder)) {
            String rest = RawNames.of(file);
            if (!LOOSE_FILE.matcher(rest).matches()) {
                continue;
            }
            ObjectId id = ObjectId.fromString(name + rest);
            loose.add(id);
            if (!store.has(id)) {
                Files.createDirectories(copy.resolve(name));
                copyFile(file, copy.resolve(name).resolve(rest));
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        entries.sort(null);
        return entries;
    }

    private static void copyFile(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from, NOFOLLOW_LINKS)) {
            try (InputStream in = Files.newInputStream(from, NOFOLLOW_LINKS)) {
                Files.copy(in, to);
            }
        }
    }

    /// Takes every commit in the agent's folder, reachable from a ref or not, and returns those that
    /// no other builds on. What is broken is left, what it builds on taken.
    List<ObjectId> takeAll(ObjectInserter inserter) {
        NavigableMap<ObjectId, List<ObjectId>> commits = commits();
        NavigableSet<ObjectId> parents = new TreeSet<>();
        commits.values().forEach(parents::addAll);
        Deque<ObjectId> open = new ArrayDeque<>(commits.navigableKeySet());
        open.removeAll(parents);
        List<ObjectId> taken = new ArrayList<>();
        NavigableSet<ObjectId> tried = new TreeSet<>();
        while (!open.isEmpty()) {
            ObjectId commit = open.pop();
            if (!tried.add(commit)) {
                continue;
            }
            if (take(commit, inserter)) {
                taken.add(commit);
            } else {
                open.addAll(commits.getOrDefault(commit, List.of()));
            }
        }
        return taken;
    }

    /// The commits with their parents.
    private NavigableMap<ObjectId, List<ObjectId>> commits() {
        NavigableMap<ObjectId, List<ObjectId>> commits = new TreeMap<>();
        for (ObjectId id : all()) {
            try {
                ObjectLoader object = reader.open(id);
                if (object.getType() == Constants.OBJ_COMMIT) {
                    List<ObjectId> parents = new ArrayList<>();
                    for (RevCommit parent : RevCommit.parse(object.getCachedBytes()).getParents()) {
                        parents.add(parent.getId());
                    }
                    commits.put(id, parents);
                }
            } catch (IOException | RuntimeException e) {
                // Unreadable: nothing that could be kept.
            }
        }
        return commits;
    }

    private NavigableSet<ObjectId> all() {
        NavigableSet<ObjectId> ids = new TreeSet<>(loose);
        for (Pack pack : objects.getPacks()) {
            try {
                for (PackIndex.MutableEntry entry : pack) {
                    ids.add(entry.toObjectId());
                }
            } catch (RuntimeException e) {
                // A pack without a readable index holds nothing that could be kept.
            }
        }
        return ids;
    }

    /// Puts `tip` and all it refers to into the store. False when something is missing or malformed;
    /// then `tip` is not there.
    boolean take(ObjectId tip, ObjectInserter inserter) {
        try {
            Deque<Step> open = new ArrayDeque<>();
            open.push(new Step(tip, false));
            while (!open.isEmpty()) {
                Step step = open.pop();
                if (store.has(step.id())) {
                    continue;
                }
                if (step.childrenTaken()) {
                    put(step.id(), inserter);
                } else {
                    open.push(new Step(step.id(), true));
                    children(step.id()).forEach(child -> open.push(new Step(child, false)));
                }
            }
            inserter.flush();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private record Step(ObjectId id, boolean childrenTaken) {}

    private List<ObjectId> children(ObjectId id) throws IOException {
        ObjectLoader object = reader.open(id);
        List<ObjectId> children = new ArrayList<>();
        switch (object.getType()) {
            case Constants.OBJ_COMMIT -> {
                byte[] bytes = object.getCachedBytes();
                checker.checkCommit(id, bytes);
                RevCommit commit = RevCommit.parse(bytes);
                children.add(commit.getTree().getId());
                for (RevCommit parent : commit.getParents()) {
                    children.add(parent.getId());
                }
            }
            case Constants.OBJ_TREE -> {
                byte[] bytes = object.getCachedBytes();
                checker.checkTree(id, bytes);
                CanonicalTreeParser parser = new CanonicalTreeParser();
                for (parser.reset(bytes); !parser.eof(); parser.next()) {
                    if (new Leaf(parser.getEntryRawMode(), id).mode() != Leaf.NESTED) {
                        children.add(parser.getEntryObjectId());
                    }
                }
            }
            case Constants.OBJ_TAG -> children.add(tagged(object));
            default -> {}
        }
        return children;
    }

    private static ObjectId tagged(ObjectLoader object) throws IOException {
        return RevTag.parse(object.getCachedBytes()).getObject().getId();
    }

    private void put(ObjectId id, ObjectInserter inserter) throws IOException {
        ObjectLoader object = reader.open(id);
        ObjectId stored;
        try (InputStream in = object.openStream()) {
            stored = inserter.insert(object.getType(), object.getSize(), in);
        }
        if (!stored.equals(id)) {
            throw new CorruptObjectException(id, "its content is not what its name says");
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
        objects.close();
        Disk.deleteAll(copy);
    }
}
