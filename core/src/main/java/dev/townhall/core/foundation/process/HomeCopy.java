package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// Copies a home that code the town does not trust has written to: its folders and plain files.
/// Links, sockets and pipes are left out and never followed; so are caches, which hold no memory.
final class HomeCopy {
    private static final Set<String> LEFT_OUT =
            Set.of(".cache", ".npm", ".m2", ".gradle", ".cargo", ".rustup", "node_modules", "tmp");
    private static final int FILES_MAX = 5_000;
    private static final long BYTES_MAX = 128L << 20;
    private static final int DEPTH_MAX = 32;

    private int files;
    private long bytes;

    private HomeCopy() {}

    /// Puts a copy of what is in `home` into the empty folder `copy`.
    static void make(Path home, Path copy) throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(home)) {
            if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this system cannot read folders safely");
            }
            new HomeCopy().folder(secure, copy, 0);
        }
    }

    private void folder(SecureDirectoryStream<Path> from, Path to, int depth) throws IOException {
        for (Path entry : from) {
            Path name = entry.getFileName();
            if (LEFT_OUT.contains(name.toString())) {
                continue;
            }
            try {
                copied(from, name, to.resolve(name.toString()), depth);
            } catch (NoSuchFileException gone) {
                // It was removed meanwhile.
            }
        }
    }

    private void copied(SecureDirectoryStream<Path> from, Path name, Path target, int depth)
            throws IOException {
        BasicFileAttributes found =
                from.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
        if (found.isDirectory()) {
            count(0);
            if (depth < DEPTH_MAX) {
                Files.createDirectory(target);
                try (SecureDirectoryStream<Path> next =
                        from.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    folder(next, target, depth + 1);
                }
            }
        } else if (found.isRegularFile()) {
            count(found.size());
            try (InputStream in =
                    Channels.newInputStream(
                            from.newByteChannel(
                                    name,
                                    Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
                Files.write(target, in.readNBytes((int) found.size()));
            }
        }
    }

    private void count(long more) {
        files++;
        bytes += more;
        if (files > FILES_MAX || bytes > BYTES_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "The home holds more than %s files or %s MB, which is not copied."
                            .formatted(FILES_MAX, BYTES_MAX >> 20));
        }
    }
}
