package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secret that form tokens are made from. Kept in `web.key`, so that a page opened before a
/// restart can still send after it. Thread-safe.
final class ServerKey {
    private static final String FILE = "web.key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BITS = 256;

    private final SecretKeySpec key;

    private ServerKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The key of this folder; made at the first call.
    static ServerKey in(Path folder, Randomness randomness) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, randomness.token(BITS));
            }
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length * 8 != BITS) {
                throw damaged(file, null);
            }
            return new ServerKey(key);
        } catch (IOException e) {
            throw TownException.unavailable("Cannot read or write " + file + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static TownException damaged(Path file, @Nullable Exception cause) {
        return new TownException(
                ErrorCode.DAMAGED,
                file + " does not hold a key of " + BITS + " bits. Delete it: a new one is made.",
                cause);
    }

    /// The token of every form shown to `person` in this session.
    String formToken(String session, String person) {
        return HexFormat.of().formatHex(sign("form\n" + session + "\n" + person));
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new TownException(ErrorCode.BUG, "Every Java has " + ALGORITHM + ".", e);
        }
    }

    /// Whether both are the same, in a time that does not tell how much of them is.
    static boolean same(String expected, String found) {
        return MessageDigest.isEqual(sha256(expected), sha256(found));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new TownException(ErrorCode.BUG, "Every Java has SHA-256.", e);
        }
    }
}
