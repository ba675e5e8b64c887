package dev.townhall.core.worktree;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;

/// Whether the files of a git tree can be written to a disk at all. An agent can make trees by hand
/// that cannot; such a tree must not come as far as the gates.
final class Writable {
    private static final int NAME_BYTES_MAX = 255;
    private static final int PATH_BYTES_MAX = 3_000;
    private static final int LINK_BYTES_MAX = 4_000;

    private Writable() {}

    /// Why the files cannot be written, for people; empty when they can.
    static Optional<String> problem(NavigableMap<String, Leaf> files, ObjectReader reader)
            throws IOException {
        for (Map.Entry<String, Leaf> entry : files.entrySet()) {
            Optional<String> problem =
                    entry.getValue().mode() == Leaf.LINK && !isLink(entry.getValue(), reader)
                            ? Optional.of("a link that leads nowhere any file can be")
                            : ofPath(entry.getKey());
            if (problem.isPresent()) {
                return Optional.of(shown(entry.getKey()) + " is " + problem.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofPath(String path) {
        if (path.length() > PATH_BYTES_MAX) {
            return Optional.of("too long a path");
        }
        for (String name : path.split("/", -1)) {
            if (name.length() > NAME_BYTES_MAX) {
                return Optional.of("too long a name");
            }
            if (!RawNames.isSafe(name)) {
                return Optional.of("a name git refuses to write");
            }
        }
        return Optional.empty();
    }

    private static boolean isLink(Leaf leaf, ObjectReader reader) throws IOException {
        long bytes = reader.getObjectSize(leaf.id(), Constants.OBJ_BLOB);
        if (bytes == 0 || bytes > LINK_BYTES_MAX) {
            return false;
        }
        for (byte b : reader.open(leaf.id(), Constants.OBJ_BLOB).getCachedBytes()) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String path) {
        String text = RawNames.text(path);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
