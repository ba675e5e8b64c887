package dev.townhall.server.up;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A fresh folder that only its owner may enter, gone when closed.
public final class Scratch implements AutoCloseable {
    private final Path path;

    private Scratch(Path path) {
        this.path = path;
    }

    /// In the system's folder for temporary files.
    public static Scratch make(String name) {
        return in(Path.of(System.getProperty("java.io.tmpdir")), "townhall-" + name + "-");
    }

    /// In `parent`, which is made when absent; its name begins with `name`.
    public static Scratch in(Path parent, String name) {
        try {
            Files.createDirectories(parent);
            return new Scratch(
                    Files.createTempDirectory(
                            parent,
                            name,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw TownException.unavailable(
                    "Cannot make a folder in " + parent + ": " + e.getMessage(), e);
        }
    }

    /// One that is there already.
    public static Scratch at(Path path) {
        return new Scratch(path);
    }

    public Path path() {
        return path;
    }

    /// Removes it with all it holds. What is in use a moment longer is tried again.
    @Override
    public void close() {
        IOException last = null;
        for (int attempt = 0; attempt < 3 && Files.exists(path); attempt++) {
            try {
                Files.walkFileTree(path, new Remover());
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        if (last != null) {
            throw TownException.unavailable("Cannot remove " + path + ": " + last, last);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (!Files.isWritable(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
