package dev.townhall.botslack.door;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The proof that a request comes from Slack: an HMAC-SHA256 with the app's signing secret over the
/// bytes of the body as they came, and a time that is near, either way. Immutable.
///
/// Source: Slack, "Verifying requests from Slack".
public final class Signature {
    static final Duration AGE_MAX = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final SecretKeySpec key;

    public Signature(String secret) {
        Check.that(
                !secret.isBlank(), "The signing secret is empty: see the app's Basic Information.");
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /// Whether `timestamp` (`X-Slack-Request-Timestamp`) is within five minutes of `now`.
    static boolean isTimely(String timestamp, Instant now) {
        if (!SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sent, now).abs().compareTo(AGE_MAX) <= 0;
    }

    /// Whether `signature` (`X-Slack-Signature`) is right. Takes the same time whatever is wrong.
    boolean isRight(String signature, String timestamp, byte[] body) {
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.UTF_8),
                of(timestamp, body).getBytes(StandardCharsets.UTF_8));
    }

    /// The signature of a request, as its header has it.
    public String of(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw TownException.bug("This Java has no " + ALGORITHM + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "Signature[secret]";
    }
}
