package dev.townhall.core.worktree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ignore rules in force in one folder of a tree: those of its own `.gitignore`, then those of
/// the folders above it. The rules are read as data; what is no ordinary small file has none.
final class Ignores {
    private static final int BYTES_MAX = 1_000_000;
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final @Nullable Ignores above;
    private final List<IgnoreRule> lastFirst;
    private final String folder;

    private Ignores(@Nullable Ignores above, List<IgnoreRule> lastFirst, String folder) {
        this.above = above;
        this.lastFirst = lastFirst;
        this.folder = folder;
    }

    /// The rules of a tree's root; `exclude` is the list in the tree's git directory.
    static Ignores root(Path exclude) throws IOException {
        return new Ignores(null, read(exclude), "");
    }

    /// The rules inside `folder` (raw path ending in a slash, or empty) at `place`.
    Ignores inside(String folder, Path place) throws IOException {
        List<IgnoreRule> own = read(place.resolve(".gitignore"));
        return own.isEmpty() ? this : new Ignores(this, own, folder);
    }

    /// Whether the rules leave out the raw path.
    boolean leaveOut(String path, boolean isFolder) {
        for (Ignores at = this; at != null; at = at.above) {
            String[] names = path.substring(at.folder.length()).split("/", -1);
            for (IgnoreRule rule : at.lastFirst) {
                if (rule.matches(names, isFolder)) {
                    return !rule.negated();
                }
            }
        }
        return false;
    }

    private static List<IgnoreRule> read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
            return List.of();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
        }
        if (bytes.length > BYTES_MAX) {
            return List.of();
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.substring(text.startsWith(BYTE_ORDER_MARK) ? 3 : 0)
                .lines()
                .map(IgnoreRule::parse)
                .flatMap(Optional::stream)
                .toList()
                .reversed();
    }
}
