package dev.townhall.core.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.jspecify.annotations.Nullable;

/// Small steps on files, none of which follows a symbolic link.
final class Disk {
    private Disk() {}

    interface Step<T> {
        T run() throws IOException;
    }

    interface Action {
        void run() throws IOException;
    }

    /// Runs `step`; its I/O failures become DAMAGED (a store's object is missing or broken) or
    /// UNAVAILABLE, beginning with `what`.
    static <T> T reading(String what, Step<T> step) {
        try {
            return step.run();
        } catch (MissingObjectException | CorruptObjectException e) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    what + " failed: the repository is damaged: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw TownException.unavailable(what + " failed: " + e, e);
        }
    }

    static void doing(String what, Action action) {
        reading(
                what,
                () -> {
                    action.run();
                    return "";
                });
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, NOFOLLOW_LINKS);
    }

    static boolean exists(Path path) {
        return Files.exists(path, NOFOLLOW_LINKS);
    }

    /// Removes `path` and all below it, if it exists, also from folders without write permission.
    static void deleteAll(Path path) throws IOException {
        if (!exists(path)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                        open(folder);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Removes one file, link or empty folder.
    static void delete(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (AccessDeniedException e) {
            open(parent(path));
            Files.deleteIfExists(path);
        }
    }

    /// Gives the owner every right on a folder, where the file system knows rights.
    static void open(Path folder) {
        try {
            Set<PosixFilePermission> rights =
                    EnumSet.copyOf(Files.getPosixFilePermissions(folder, NOFOLLOW_LINKS));
            boolean changed = rights.add(PosixFilePermission.OWNER_READ);
            changed |= rights.add(PosixFilePermission.OWNER_WRITE);
            changed |= rights.add(PosixFilePermission.OWNER_EXECUTE);
            if (changed && isFolder(folder)) {
                Files.setPosixFilePermissions(folder, rights);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // What cannot be opened fails where it is used, with the file's name.
        }
    }

    /// Gives the owner the right to read a file.
    static void makeReadable(Path file) throws IOException {
        Set<PosixFilePermission> rights =
                EnumSet.copyOf(Files.getPosixFilePermissions(file, NOFOLLOW_LINKS));
        rights.add(PosixFilePermission.OWNER_READ);
        Files.setPosixFilePermissions(file, rights);
    }

    /// The file system's time now, at `folder`.
    static Stat moment(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path probe = Files.createTempFile(folder, "moment", "");
        try {
            return Stat.of(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw TownException.bug("Path " + path + " has no folder.");
        }
        return parent;
    }

    /// Writes a small file so that after a crash it is there whole or not at all.
    static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(parent(file));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
