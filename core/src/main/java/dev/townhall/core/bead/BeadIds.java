package dev.townhall.core.bead;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// How ids of beads are made: `<prefix>-<hash>` with a base-36 hash that grows with the ledger, and
/// `<parent>.<n>` for children. The same inputs give the same id as the Beads tracker gives.
public final class BeadIds {
    public static final int LENGTH_MIN = 3;
    public static final int LENGTH_MAX = 8;

    /// How many dots an id may have.
    public static final int DEPTH_MAX = 3;

    /// How many hashes of one length are tried before the next length.
    private static final int NONCES = 10;

    /// Above this chance that some two of the ids collide, ids become one longer.
    private static final double COLLISION_CHANCE_MAX = 0.25;

    private static final int BASE = 36;

    private BeadIds() {}

    /// The first id of these inputs that is not `taken`; empty when all candidates are.
    ///
    /// @param count how many ids without a dot the prefix has already
    public static Optional<BeadId> unused(
            String prefix,
            String title,
            String description,
            String creator,
            Instant createdAt,
            int count,
            Predicate<BeadId> taken) {
        for (int length = length(count); length <= LENGTH_MAX; length++) {
            for (int nonce = 0; nonce < NONCES; nonce++) {
                BeadId id = hashed(prefix, title, description, creator, createdAt, nonce, length);
                if (!taken.test(id)) {
                    return Optional.of(id);
                }
            }
        }
        return Optional.empty();
    }

    /// The id of these inputs: the last `length` base-36 digits of a prefix of their SHA-256.
    public static BeadId hashed(
            String prefix,
            String title,
            String description,
            String creator,
            Instant createdAt,
            int nonce,
            int length) {
        Check.that(
                length >= LENGTH_MIN && length <= LENGTH_MAX,
                "An id's hash has %s to %s characters; asked for %s.",
                LENGTH_MIN,
                LENGTH_MAX,
                length);
        String content =
                String.join(
                        "|",
                        title,
                        description,
                        creator,
                        unixNanos(createdAt).toString(),
                        Integer.toString(nonce));
        byte[] hash = sha256(content.getBytes(StandardCharsets.UTF_8));
        BigInteger number = new BigInteger(1, Arrays.copyOf(hash, bytesFor(length)));
        String digits = "0".repeat(length) + number.toString(BASE);
        return new BeadId(prefix + "-" + digits.substring(digits.length() - length));
    }

    /// How long the hash of a new id should be when the prefix has `count` ids.
    public static int length(int count) {
        for (int length = LENGTH_MIN; length < LENGTH_MAX; length++) {
            double pairs = (double) count * count;
            if (1 - Math.exp(-pairs / (2 * Math.pow(BASE, length))) <= COLLISION_CHANCE_MAX) {
                return length;
            }
        }
        return LENGTH_MAX;
    }

    /// The `number`-th child of `parent`; LIMIT when the parent is as deep as ids go.
    public static BeadId child(BeadId parent, int number) {
        if (depth(parent) >= DEPTH_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s cannot have children: ids nest at most %s deep. Make it a sibling instead."
                            .formatted(parent, DEPTH_MAX));
        }
        return new BeadId(parent + "." + number);
    }

    /// The id without its last `.n`, for ids that have one.
    public static Optional<BeadId> parent(BeadId id) {
        int dot = id.text().lastIndexOf('.');
        return dot < 0 || dot < id.text().indexOf('-') + 2
                ? Optional.empty()
                : Optional.of(new BeadId(id.text().substring(0, dot)));
    }

    /// The number after the last dot, where that is a number.
    public static OptionalInt childNumber(BeadId id) {
        String suffix = id.text().substring(id.text().lastIndexOf('.') + 1);
        boolean numeric =
                suffix.length() <= 9
                        && !suffix.isEmpty()
                        && suffix.chars().allMatch(c -> c >= '0' && c <= '9');
        return numeric && parent(id).isPresent()
                ? OptionalInt.of(Integer.parseInt(suffix))
                : OptionalInt.empty();
    }

    private static int depth(BeadId id) {
        return (int) id.text().chars().filter(c -> c == '.').count();
    }

    private static int bytesFor(int length) {
        return switch (length) {
            case 3 -> 2;
            case 4 -> 3;
            case 5, 6 -> 4;
            default -> 5;
        };
    }

    private static BigInteger unixNanos(Instant at) {
        return BigInteger.valueOf(at.getEpochSecond())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(at.getNano()));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new TownException(ErrorCode.BUG, "This Java has no SHA-256.", e);
        }
    }
}
