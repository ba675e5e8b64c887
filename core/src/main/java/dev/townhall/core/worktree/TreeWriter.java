package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.worktree.StatIndex.Known;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// Makes a folder hold exactly the files of a git tree, changing only what differs from the last
/// scan. Contents are written as they are in the repository: no filters, no line ends changed. Files
/// are replaced, never written into, and never through a symbolic link.
final class TreeWriter {
    private static final FileAttribute<Set<PosixFilePermission>> FILE_RIGHTS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
    private static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE_RIGHTS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"));

    private final ObjectReader reader;
    private final Path tree;
    private final Set<String> realFolders = new HashSet<>();

    TreeWriter(ObjectReader reader, Path tree) {
        this.reader = reader;
        this.tree = tree;
    }

    /// Returns what the tree holds afterwards.
    StatIndex write(TreeScan found, NavigableMap<String, Leaf> wanted) throws IOException {
        Optional<String> problem = Writable.problem(wanted, reader);
        if (problem.isPresent()) {
            throw TownException.badInput(
                    "The commit cannot be written to a folder: %s. Change it in the commit."
                            .formatted(problem.get()));
        }
        for (Map.Entry<String, Known> entry : found.files().entrySet()) {
            Leaf leaf = wanted.get(entry.getKey());
            if (leaf == null || !leaf.equals(entry.getValue().leaf())) {
                remove(entry.getKey());
            }
        }
        removeLeftovers(found, wanted);
        NavigableMap<String, Known> written = new TreeMap<>();
        NavigableMap<String, Known> kept = new TreeMap<>();
        for (Map.Entry<String, Leaf> entry : wanted.entrySet()) {
            String path = entry.getKey();
            Known before = found.files().get(path);
            if (before != null && before.leaf().equals(entry.getValue())) {
                kept.put(path, before);
            } else {
                written.put(path, new Known(entry.getValue(), put(path, entry.getValue())));
            }
        }
        if (!written.isEmpty()) {
            Stat moment = Disk.moment(Disk.parent(tree));
            written.replaceAll((path, known) -> known.settledAt(moment));
            kept.putAll(written);
        }
        return new StatIndex(kept);
    }

    private void remove(String path) throws IOException {
        Path place = RawNames.resolve(tree, path);
        if (Disk.isFolder(place)) {
            Disk.deleteAll(place);
        } else {
            Disk.delete(place);
        }
    }

    /// Nested git folders, odd files and folders that are empty now.
    private void removeLeftovers(TreeScan found, NavigableMap<String, Leaf> wanted)
            throws IOException {
        for (String root : found.hiddenRoots()) {
            Disk.deleteAll(RawNames.resolve(tree, root));
        }
        for (String obstacle : found.obstacles()) {
            Disk.delete(RawNames.resolve(tree, obstacle));
        }
        for (String folder : found.folders().descendingSet()) {
            String next = wanted.ceilingKey(folder + "/");
            if (next == null || !next.startsWith(folder + "/")) {
                removeIfEmpty(RawNames.resolve(tree, folder));
            }
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Disk.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // It holds ignored files: they stay.
        }
    }

    private Stat put(String path, Leaf leaf) throws IOException {
        Path place = RawNames.resolve(tree, path);
        ensureFolder(path);
        try {
            create(place, leaf);
        } catch (FileAlreadyExistsException e) {
            remove(path);
            create(place, leaf);
        } catch (AccessDeniedException e) {
            Disk.open(Disk.parent(place));
            create(place, leaf);
        }
        return Stat.of(place);
    }

    private void create(Path place, Leaf leaf) throws IOException {
        if (leaf.mode() == Leaf.NESTED) {
            Files.createDirectories(place);
        } else if (leaf.mode() == Leaf.LINK) {
            byte[] target = reader.open(leaf.id(), Constants.OBJ_BLOB).getCachedBytes();
            Files.createSymbolicLink(
                    place, RawNames.linkTarget(RawNames.ofBytes(target, 0, target.length)));
        } else {
            copy(leaf.id(), place, leaf.mode() == Leaf.EXECUTABLE);
        }
    }

    private void copy(ObjectId blob, Path place, boolean executable) throws IOException {
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<Set<PosixFilePermission>> rights =
                executable ? EXECUTABLE_RIGHTS : FILE_RIGHTS;
        try (OutputStream out =
                Channels.newOutputStream(Files.newByteChannel(place, fresh, rights))) {
            reader.open(blob, Constants.OBJ_BLOB).copyTo(out);
        }
    }

    /// Makes every folder above `path` a real one; what stands in the way was kept by the scan.
    private void ensureFolder(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return;
        }
        String folder = path.substring(0, slash);
        if (!realFolders.add(folder)) {
            return;
        }
        ensureFolder(folder);
        Path place = RawNames.resolve(tree, folder);
        if (!Disk.isFolder(place)) {
            Disk.delete(place);
            Files.createDirectory(place);
        }
    }
}
