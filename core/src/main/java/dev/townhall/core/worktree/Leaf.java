package dev.townhall.core.worktree;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/// What stands at a path of a git tree: a file, an executable, a symbolic link, the commit of a
/// nested repository, or, inside tree objects, a folder.
///
/// @param mode the bits git stores
record Leaf(int mode, ObjectId id) {
    static final int FILE = FileMode.TYPE_FILE | 0644;
    static final int EXECUTABLE = FileMode.TYPE_FILE | 0755;
    static final int LINK = FileMode.TYPE_SYMLINK;
    static final int NESTED = FileMode.TYPE_GITLINK;
    static final int FOLDER = FileMode.TYPE_TREE;

    Leaf {
        id = id.toObjectId();
        mode = canonical(mode);
    }

    boolean isFile() {
        return mode == FILE || mode == EXECUTABLE;
    }

    boolean isFolder() {
        return mode == FOLDER;
    }

    private static int canonical(int mode) {
        if ((mode & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
            return (mode & 0100) == 0 ? FILE : EXECUTABLE;
        }
        return mode & FileMode.TYPE_MASK;
    }
}
