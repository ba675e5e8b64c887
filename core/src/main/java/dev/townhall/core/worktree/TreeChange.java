package dev.townhall.core.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// A path at which two commits differ.
///
/// @param path raw, as [RawNames] says
record TreeChange(String path, FileMode oldMode, ObjectId oldId, FileMode newMode, ObjectId newId) {
    /// In the order of their paths.
    static List<TreeChange> between(Store store, ObjectId before, ObjectId after)
            throws IOException {
        List<TreeChange> changes = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(store.repository())) {
            walk.addTree(store.treeOf(before));
            walk.addTree(store.treeOf(after));
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                byte[] raw = walk.getRawPath();
                changes.add(
                        new TreeChange(
                                RawNames.ofBytes(raw, 0, raw.length),
                                walk.getFileMode(0),
                                walk.getObjectId(0),
                                walk.getFileMode(1),
                                walk.getObjectId(1)));
            }
        }
        return changes;
    }

    boolean isNew() {
        return oldMode.equals(FileMode.MISSING);
    }

    /// Whether it becomes a folder, of another repository.
    boolean isFolder() {
        return newMode.equals(FileMode.GITLINK);
    }

    Path in(Path folder) {
        return RawNames.resolve(folder, path);
    }

    /// Whether `folder` has at this path what the later commit has. Bytes are compared as they are: a
    /// file that git converts when it writes it counts as another.
    boolean isMadeIn(Path folder) throws IOException {
        Path file = in(folder);
        if (newMode.equals(FileMode.MISSING)) {
            return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        }
        if (Files.isSymbolicLink(file)) {
            return newMode.equals(FileMode.SYMLINK)
                    && isNewContent(RawNames.bytes(RawNames.ofLink(Files.readSymbolicLink(file))));
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && (newMode.getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE
                && isNewContent(Files.readAllBytes(file));
    }

    private boolean isNewContent(byte[] content) {
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, content).equals(newId);
        }
    }
}
