package dev.townhall.core.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/// What the file system says of a file, in the 32-bit fields of git's index. A file whose stat is
/// unchanged is taken as unchanged; the change time and inode are part of it, which an agent cannot
/// set, unlike the modification time.
///
/// @param kind the type and permission bits of the file system
record Stat(
        int changedSeconds,
        int changedNanos,
        int modifiedSeconds,
        int modifiedNanos,
        int device,
        int inode,
        int kind,
        int user,
        int group,
        int size,
        long bytes) {
    /// Equal to no file's stat.
    static final Stat UNKNOWN = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int TYPE_MASK = 0170000;

    /// File systems stamp with the kernel's tick, some with whole seconds: changes closer together
    /// than this look alike.
    private static final long TICK_NANOS = 30_000_000L;

    private static final long COARSE_TICK_NANOS = 2_000_000_000L;

    static Stat of(Path file) throws IOException {
        Map<String, Object> at =
                Files.readAttributes(
                        file,
                        "unix:mode,ino,dev,uid,gid,ctime,lastModifiedTime,size",
                        NOFOLLOW_LINKS);
        Instant changed = time(at, "ctime");
        Instant modified = time(at, "lastModifiedTime");
        long bytes = number(at, "size");
        return new Stat(
                (int) changed.getEpochSecond(),
                changed.getNano(),
                (int) modified.getEpochSecond(),
                modified.getNano(),
                (int) number(at, "dev"),
                (int) number(at, "ino"),
                (int) number(at, "mode"),
                (int) number(at, "uid"),
                (int) number(at, "gid"),
                (int) bytes,
                bytes);
    }

    boolean isFile() {
        return (kind & TYPE_MASK) == 0100000;
    }

    boolean isFolder() {
        return (kind & TYPE_MASK) == 0040000;
    }

    boolean isLink() {
        return (kind & TYPE_MASK) == 0120000;
    }

    boolean isExecutable() {
        return (kind & 0100) != 0;
    }

    /// Whether a file seen as `this` before is still the same, as far as a stat can tell.
    boolean isSameAs(Stat now) {
        return changedSeconds == now.changedSeconds
                && changedNanos == now.changedNanos
                && modifiedSeconds == now.modifiedSeconds
                && modifiedNanos == now.modifiedNanos
                && inode == now.inode
                && size == now.size;
    }

    /// Whether a change of the file after `moment` is sure to show in its stat.
    boolean isSettledAt(Stat moment) {
        boolean coarse = changedNanos == 0 && modifiedNanos == 0;
        return changed() + (coarse ? COARSE_TICK_NANOS : TICK_NANOS) < moment.changed();
    }

    private long changed() {
        return changedSeconds * 1_000_000_000L + changedNanos;
    }

    private static Instant time(Map<String, Object> attributes, String name) {
        return ((FileTime) attributes.getOrDefault(name, FileTime.fromMillis(0))).toInstant();
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) attributes.getOrDefault(name, 0)).longValue();
    }
}
