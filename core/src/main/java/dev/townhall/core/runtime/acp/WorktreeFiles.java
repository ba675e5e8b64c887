package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Text files of a worktree, for an agent that asks the town to read or write them. Each folder on
/// the way is opened from the one above it and links are never followed, so that nothing an agent
/// plants, not even at the last moment, leads out of the tree. Git's own files are out of reach.
/// Thread-safe.
final class WorktreeFiles {
    static final int BYTES_MAX = 10 * 1024 * 1024;
    private static final String FRESH = ".gt-write-";

    private final Path folder;
    private final boolean readOnly;

    WorktreeFiles(Path folder) {
        this(folder, Confinement.NONE);
    }

    /// @param confinement of the agent: what it may not write itself is not written for it
    WorktreeFiles(Path folder, Confinement confinement) {
        this.folder = folder.toAbsolutePath().normalize();
        this.readOnly = confinement.isReadOnly(this.folder);
    }

    /// The text, or the lines of it that are wanted.
    ///
    /// @param line the first one, from 1
    String read(String path, Optional<Integer> line, Optional<Integer> limit) {
        String text = within(path, (directory, name) -> content(directory, name, path));
        if (line.isEmpty() && limit.isEmpty()) {
            return text;
        }
        return text.lines()
                .skip(Math.max(0, line.orElse(1) - 1))
                .limit(limit.map(lines -> Math.max(0, lines)).orElse(Integer.MAX_VALUE))
                .collect(Collectors.joining("\n"));
    }

    /// Writes the file whole: others see the old text or the new one.
    void write(String path, String text) {
        if (readOnly) {
            throw unfit(path, "this checkout is for reading");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw unfit(path, "it is larger than " + BYTES_MAX + " bytes");
        }
        within(
                path,
                (directory, name) -> {
                    replace(directory, name, bytes, path);
                    return "";
                });
    }

    private interface Work {
        String in(SecureDirectoryStream<Path> directory, Path name) throws IOException;
    }

    private String within(String path, Work work) {
        Path relative = relative(path);
        try (DirectoryStream<Path> root = Files.newDirectoryStream(folder)) {
            if (!(root instanceof SecureDirectoryStream<Path> secure)) {
                throw unfit(path, "this system cannot open files safely");
            }
            return descend(secure, relative, 0, work);
        } catch (NoSuchFileException e) {
            throw new TownException(
                    ErrorCode.NOT_FOUND,
                    "The file or folder of %s does not exist.".formatted(path));
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The file %s cannot be used: %s. Links are not followed."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    private static String descend(
            SecureDirectoryStream<Path> directory, Path relative, int depth, Work work)
            throws IOException {
        Path name = relative.getName(depth);
        if (depth == relative.getNameCount() - 1) {
            return work.in(directory, name);
        }
        try (SecureDirectoryStream<Path> next =
                directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return descend(next, relative, depth + 1, work);
        }
    }

    private Path relative(String path) {
        Path relative;
        try {
            Path asked = folder.resolve(path).normalize();
            if (!asked.startsWith(folder)) {
                throw refused(path, "it is not in the worktree " + folder);
            }
            if (asked.equals(folder)) {
                throw unfit(path, "it is the worktree itself");
            }
            relative = folder.relativize(asked);
        } catch (InvalidPathException e) {
            throw unfit(path, "it is no path");
        }
        for (Path part : relative) {
            if (part.toString().toLowerCase(Locale.ROOT).equals(".git")) {
                throw refused(path, "it is Git's own");
            }
        }
        return relative;
    }

    private static String content(SecureDirectoryStream<Path> directory, Path name, String path)
            throws IOException {
        regular(directory, name, path);
        Set<OpenOption> options = new LinkedHashSet<>();
        options.add(StandardOpenOption.READ);
        options.add(LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = directory.newByteChannel(name, options);
                InputStream input = Channels.newInputStream(channel)) {
            byte[] bytes = input.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw unfit(path, "it is larger than " + BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static void replace(
            SecureDirectoryStream<Path> directory, Path name, byte[] bytes, String path)
            throws IOException {
        Optional<Set<PosixFilePermission>> rights = Optional.empty();
        try {
            regular(directory, name, path);
            rights =
                    Optional.of(
                            directory
                                    .getFileAttributeView(
                                            name,
                                            PosixFileAttributeView.class,
                                            LinkOption.NOFOLLOW_LINKS)
                                    .readAttributes()
                                    .permissions());
        } catch (NoSuchFileException e) {
            rights = Optional.empty(); // A new file has the usual rights.
        }
        Path fresh = Path.of(FRESH + name);
        Set<OpenOption> options = new LinkedHashSet<>();
        options.add(StandardOpenOption.WRITE);
        options.add(StandardOpenOption.CREATE_NEW);
        options.add(LinkOption.NOFOLLOW_LINKS);
        try {
            try (SeekableByteChannel channel = directory.newByteChannel(fresh, options)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            if (rights.isPresent()) {
                directory
                        .getFileAttributeView(
                                fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(rights.get());
            }
            directory.move(fresh, directory, name);
        } catch (IOException e) {
            removeQuietly(directory, fresh, e);
            throw e;
        }
    }

    private static void removeQuietly(
            SecureDirectoryStream<Path> directory, Path fresh, IOException cause) {
        try {
            directory.deleteFile(fresh);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void regular(SecureDirectoryStream<Path> directory, Path name, String path)
            throws IOException {
        BasicFileAttributes attributes =
                directory
                        .getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
        if (!attributes.isRegularFile()) {
            throw unfit(path, "it is no plain file");
        }
    }

    /// What is the agent's own to ask for, and cannot be had in this way.
    private static TownException unfit(String path, String why) {
        return TownException.badInput(
                "The file '%s' cannot be used here: %s.".formatted(Words.capped(path, 300), why));
    }

    /// What the agent may not ask for.
    private static TownException refused(String path, String why) {
        return TownException.forbidden(
                "The file '%s' is out of the agent's reach: %s."
                        .formatted(Words.capped(path, 300), why));
    }
}
