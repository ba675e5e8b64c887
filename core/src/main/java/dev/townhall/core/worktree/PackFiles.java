package dev.townhall.core.worktree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// A pack and its index as git writes them: each ends with the SHA-1 of all before it, and the index
/// names the pack's.
final class PackFiles {
    private static final int HASH_BYTES = 20;

    private PackFiles() {}

    /// Whether both files are whole and the index is the pack's.
    static boolean belongTogether(Path pack, Path index) throws IOException {
        Optional<byte[]> packTail = verifiedTail(pack, HASH_BYTES);
        Optional<byte[]> indexTail = verifiedTail(index, 2 * HASH_BYTES);
        return packTail.isPresent()
                && indexTail.isPresent()
                && Arrays.equals(packTail.get(), Arrays.copyOf(indexTail.get(), HASH_BYTES));
    }

    /// The last bytes of a file that ends with its own hash; empty when it does not.
    private static Optional<byte[]> verifiedTail(Path file, int bytes) throws IOException {
        if (!Files.exists(file) || Files.size(file) < bytes) {
            return Optional.empty();
        }
        MessageDigest digest = sha1();
        byte[] tail;
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream hashed = new DigestInputStream(in, digest)) {
            read(hashed, Files.size(file) - bytes);
            byte[] before = hashed.readNBytes(bytes - HASH_BYTES);
            byte[] hash = in.readNBytes(HASH_BYTES);
            if (!Arrays.equals(digest.digest(), hash)) {
                return Optional.empty();
            }
            tail = Arrays.copyOf(before, bytes);
            System.arraycopy(hash, 0, tail, before.length, HASH_BYTES);
        }
        return Optional.of(tail);
    }

    /// Reads so many bytes; skipping them would leave them out of the hash.
    private static void read(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = bytes;
        while (left > 0) {
            int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
            if (count == 0) {
                return;
            }
            left -= count;
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
