package dev.townhall.core.worktree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/// The ignore rules in force in one folder of a tree: those of its own `.gitignore`, then those of
/// the folders above it. The rules are read as data; what is no ordinary small file has none.
final class Ignores {
    private static final long BYTES_MAX = 1_000_000;

    private final @Nullable Ignores above;
    private final IgnoreNode rules;
    private final String folder;

    private Ignores(@Nullable Ignores above, IgnoreNode rules, String folder) {
        this.above = above;
        this.rules = rules;
        this.folder = folder;
    }

    /// The rules of a tree's root; `exclude` is the list in the tree's git directory.
    static Ignores root(Path exclude) throws IOException {
        return new Ignores(null, read(exclude), "");
    }

    /// The rules inside `folder` (raw path ending in a slash, or empty) at `place`.
    Ignores inside(String folder, Path place) throws IOException {
        IgnoreNode own = read(place.resolve(".gitignore"));
        return own.getRules().isEmpty() ? this : new Ignores(this, own, RawNames.text(folder));
    }

    /// Whether the rules leave out the raw path.
    boolean leaveOut(String path, boolean isFolder) {
        String text = RawNames.text(path);
        for (Ignores at = this; at != null; at = at.above) {
            Boolean decided = at.rules.checkIgnored(text.substring(at.folder.length()), isFolder);
            if (decided != null) {
                return decided;
            }
        }
        return false;
    }

    private static IgnoreNode read(Path file) throws IOException {
        IgnoreNode rules = new IgnoreNode();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isReadable(file)
                && Files.size(file) <= BYTES_MAX) {
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                rules.parse(".gitignore", in);
            }
        }
        return rules;
    }
}
