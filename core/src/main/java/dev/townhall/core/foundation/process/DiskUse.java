package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What files that were written since a moment take: those whose inode changed since, a time that
/// nobody can set. Files that were removed while they are held open count too. Not thread-safe.
final class DiskUse {
    /// Smaller files are taken by their size, whatever holes are in them.
    private static final long HOLES_BYTES_MIN = 1L << 20;

    private static final int ASKED_MAX = 500;
    private static final Duration ANSWER_LONGEST = Duration.ofSeconds(20);

    private final String du;
    private final Duration longest;
    private final long sinceMillis;
    private final Set<Object> disks = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Large> large = new ArrayList<>();
    private long bytes;

    private record Large(Path file, long size) {}

    DiskUse(long sinceMillis) {
        this(sinceMillis, "du", ANSWER_LONGEST);
    }

    /// @param du the program that tells what files take
    /// @param longest how long its answer is awaited
    DiskUse(long sinceMillis, String du, Duration longest) {
        this.du = du;
        this.longest = longest;
        this.sinceMillis = sinceMillis;
    }

    /// What the files below `folders` take, and those that `processes` hold open although they are
    /// removed; or 0 when that is not more than `enough`.
    long above(long enough, List<Path> folders, Set<Long> processes) {
        folders.forEach(this::walk);
        folders.forEach(this::disk);
        processes.forEach(this::removed);
        if (bytes <= enough) {
            return 0;
        }
        large.sort((one, other) -> Long.compare(other.size, one.size));
        List<Large> asked = large.subList(0, Math.min(ASKED_MAX, large.size()));
        long sizes = asked.stream().mapToLong(Large::size).sum();
        long real = asked.isEmpty() ? 0 : Math.min(sizes, taken(asked, sizes));
        long sure = bytes - sizes + real;
        return sure <= enough ? 0 : sure;
    }

    private void disk(Path folder) {
        try {
            disks.add(Files.getAttribute(folder, "unix:dev"));
        } catch (IOException | UnsupportedOperationException e) {
            return; // Gone meanwhile, or a system that does not tell.
        }
    }

    private void walk(Path folder) {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                            if (found.isRegularFile() && found.size() > 0) {
                                add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) {
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path dir, @Nullable IOException failure) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            return; // What was seen until now counts.
        }
    }

    private void add(Path file) {
        try {
            Map<String, Object> found =
                    Files.readAttributes(
                            file, "unix:ctime,size,nlink,dev,ino", LinkOption.NOFOLLOW_LINKS);
            boolean first =
                    number(found, "nlink") < 2
                            || seen.add(found.get("dev") + ":" + found.get("ino"));
            if (first
                    && found.get("ctime") instanceof FileTime changed
                    && changed.toMillis() >= sinceMillis) {
                long size = number(found, "size");
                bytes += size;
                if (size >= HOLES_BYTES_MIN) {
                    large.add(new Large(file, size));
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            return; // Gone meanwhile, or a system that does not tell.
        }
    }

    /// What a process holds open of files that have no name any more, those in memory aside.
    private void removed(long pid) {
        Path held = ProcessTable.PROC.resolve(Long.toString(pid)).resolve("fd");
        try (DirectoryStream<Path> links = Files.newDirectoryStream(held)) {
            links.forEach(this::heldOpen);
        } catch (IOException | DirectoryIteratorException e) {
            return; // Gone meanwhile: what was seen until now counts.
        }
    }

    private void heldOpen(Path link) {
        try {
            if (Files.readSymbolicLink(link).toString().endsWith(" (deleted)")) {
                Map<String, Object> found = Files.readAttributes(link, "unix:size,dev,ino");
                if (disks.contains(found.get("dev"))
                        && seen.add(found.get("dev") + ":" + found.get("ino"))) {
                    bytes += number(found, "size");
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            return; // Closed meanwhile.
        }
    }

    private static long number(Map<String, Object> found, String name) {
        return found.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /// What `du` says that files take on the disk: a large one may have holes.
    private long taken(List<Large> files, long otherwise) {
        List<String> line = new ArrayList<>(List.of(du, "-k", "--"));
        files.forEach(each -> line.add(each.file.toString()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process asked = builder.start();
            try {
                asked.getOutputStream().close();
                CompletableFuture<String> said = new CompletableFuture<>();
                // It may hang for as long as its disk does, and who reads it with it.
                Thread.ofPlatform().daemon().name("du").start(() -> read(asked, said));
                return kilobytes(said.get(longest.toMillis(), TimeUnit.MILLISECONDS)) * 1024;
            } finally {
                asked.destroyForcibly();
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private static void read(Process asked, CompletableFuture<String> said) {
        try (InputStream text = asked.getInputStream()) {
            said.complete(new String(text.readAllBytes(), Charset.defaultCharset()));
        } catch (IOException e) {
            said.completeExceptionally(e);
        }
    }

    private static long kilobytes(String said) {
        long sum = 0;
        for (String line : said.lines().toList()) {
            int end = line.indexOf('\t');
            if (end > 0 && line.substring(0, end).chars().allMatch(Character::isDigit)) {
                sum += Long.parseLong(line.substring(0, end));
            }
        }
        return sum;
    }
}
