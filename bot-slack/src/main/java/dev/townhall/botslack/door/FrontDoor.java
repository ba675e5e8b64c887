package dev.townhall.botslack.door;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lets in what Slack itself sent, now, for this app and workspace, and nothing else. Whoever is let
/// in was proved to be Slack; who speaks and what that person may do is found out later. Keeps no
/// memory of what it saw: the ledger knows the ids of what was heard, for ever. Thread-safe.
public final class FrontDoor {
    /// Slack's own payloads have some hundred kilobytes at most.
    public static final int BODY_BYTES_MAX = 1024 * 1024;

    private final Optional<Signature> signature;
    private final Allowed allowed;
    private final Time time;

    /// @param signature empty where Slack makes no requests: each is refused then
    public FrontDoor(Optional<Signature> signature, Allowed allowed, Time time) {
        this.signature = signature;
        this.allowed = allowed;
        this.time = time;
    }

    public sealed interface Verdict {
        record Admitted(Delivery delivery) implements Verdict {}

        /// It stays outside.
        ///
        /// @param status of the HTTP answer
        /// @param why for the log, not for the sender
        record Refused(int status, String why) implements Verdict {}
    }

    /// The bytes of a request, untouched; empty where there are too many.
    public static Optional<byte[]> body(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(BODY_BYTES_MAX + 1);
        return bytes.length > BODY_BYTES_MAX ? Optional.empty() : Optional.of(bytes);
    }

    /// Judges a request.
    ///
    /// @param timestamp the header `X-Slack-Request-Timestamp`, empty where it is missing
    /// @param proof the header `X-Slack-Signature`, empty where it is missing
    public Verdict admit(String timestamp, String proof, byte[] body) {
        if (body.length > BODY_BYTES_MAX) {
            return new Verdict.Refused(413, "the body is too long");
        }
        if (!Signature.isTimely(timestamp, time.now())) {
            return new Verdict.Refused(401, "its time is missing or more than five minutes off");
        }
        if (signature.isEmpty() || !signature.get().isRight(proof, timestamp, body)) {
            return new Verdict.Refused(401, "its signature is wrong");
        }
        try {
            return judge(Payloads.ofBody(text(body)));
        } catch (TownException | CharacterCodingException e) {
            return new Verdict.Refused(400, "it is no payload: " + e.getMessage());
        }
    }

    /// Judges an envelope of Socket Mode, where the connection is the proof; empty for one that only
    /// concerns the connection.
    public Optional<Verdict> admit(JsonNode envelope) {
        try {
            return Payloads.ofEnvelope(envelope).map(this::judge);
        } catch (TownException e) {
            return Optional.of(new Verdict.Refused(400, "it is no payload: " + e.getMessage()));
        }
    }

    private Verdict judge(Delivery delivery) {
        return allowed.refusal(delivery)
                .<Verdict>map(why -> new Verdict.Refused(403, why))
                .orElseGet(() -> new Verdict.Admitted(delivery));
    }

    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
