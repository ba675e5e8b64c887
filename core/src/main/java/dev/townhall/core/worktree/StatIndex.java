package dev.townhall.core.worktree;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// The town's memory of a tree it wrote or scanned: per path what it held and the file's stat then.
/// Kept in git's own index format (version 2), so that a copy of it serves as the agent's index.
///
/// @param files by raw path
record StatIndex(NavigableMap<String, Known> files) {
    private static final int HEAD_BYTES = 12;
    private static final int ENTRY_BYTES = 62;
    private static final int HASH_BYTES = 20;
    private static final int NAME_BYTES_MAX = 0xFFF;

    record Known(Leaf leaf, Stat stat) {
        /// Whether the file still holds this, given its stat now.
        boolean isCurrent(Stat now) {
            return stat.isSameAs(now) && leaf.isFile() == now.isFile();
        }

        /// Forgets the stat when the file was changed too shortly before `moment` (of the same file
        /// system): a later change could leave the same stat.
        Known settledAt(Stat moment) {
            return stat.isSettledAt(moment) ? this : new Known(leaf, Stat.UNKNOWN);
        }
    }

    StatIndex {
        files = Collections.unmodifiableNavigableMap(files);
    }

    static StatIndex empty() {
        return new StatIndex(new TreeMap<>());
    }

    /// Reads the index; a missing or damaged one is empty, which only costs time.
    static StatIndex read(Path file) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return empty();
        }
        int end = content.length - HASH_BYTES;
        if (end < HEAD_BYTES || !Arrays.equals(sha1(content, end), tail(content))) {
            return empty();
        }
        try {
            return new StatIndex(parse(content, end));
        } catch (BufferUnderflowException e) {
            return empty();
        }
    }

    private static NavigableMap<String, Known> parse(byte[] content, int end) {
        ByteBuffer in = ByteBuffer.wrap(content, 0, end);
        NavigableMap<String, Known> files = new TreeMap<>();
        in.getInt();
        in.getInt();
        int count = in.getInt();
        byte[] id = new byte[HASH_BYTES];
        for (int i = 0; i < count; i++) {
            int start = in.position();
            int[] f = new int[10];
            for (int field = 0; field < f.length; field++) {
                f[field] = in.getInt();
            }
            in.get(id);
            in.getShort();
            int nameStart = in.position();
            int nameEnd = nameStart;
            while (in.get(nameEnd) != 0) {
                nameEnd++;
            }
            String name = RawNames.ofBytes(content, nameStart, nameEnd);
            in.position(start + padded(nameEnd - start));
            Stat stat =
                    new Stat(
                            f[0],
                            f[1],
                            f[2],
                            f[3],
                            f[4],
                            f[5],
                            f[6],
                            f[7],
                            f[8],
                            f[9],
                            Integer.toUnsignedLong(f[9]));
            files.put(name, new Known(new Leaf(f[6], ObjectId.fromRaw(id)), stat));
        }
        return files;
    }

    void write(Path file) throws IOException {
        Disk.replace(file, content());
    }

    byte[] content() {
        int size = HEAD_BYTES + HASH_BYTES;
        for (String name : files.keySet()) {
            size += padded(ENTRY_BYTES + name.length());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put("DIRC".getBytes(StandardCharsets.US_ASCII)).putInt(2).putInt(files.size());
        byte[] id = new byte[HASH_BYTES];
        files.forEach((name, known) -> {
            int start = out.position();
            Stat s = known.stat();
            out.putInt(s.changedSeconds()).putInt(s.changedNanos());
            out.putInt(s.modifiedSeconds()).putInt(s.modifiedNanos());
            out.putInt(s.device()).putInt(s.inode()).putInt(known.leaf().mode());
            out.putInt(s.user()).putInt(s.group()).putInt(s.size());
            known.leaf().id().copyRawTo(id, 0);
            out.put(id).putShort((short) Math.min(name.length(), NAME_BYTES_MAX));
            out.put(RawNames.bytes(name));
            out.position(start + padded(out.position() - start));
        });
        out.put(sha1(out.array(), out.position()));
        return out.array();
    }

    /// An entry ends with 1 to 8 zero bytes, up to a multiple of eight.
    private static int padded(int bytes) {
        return (bytes + 8) & ~7;
    }

    private static byte[] tail(byte[] content) {
        return Arrays.copyOfRange(content, content.length - HASH_BYTES, content.length);
    }

    private static byte[] sha1(byte[] content, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(content, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
