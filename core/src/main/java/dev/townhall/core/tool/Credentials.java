package dev.townhall.core.tool;

import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The tokens of the sessions that are alive now, as hashes, in memory only: a restart of the town
/// forgets them all, and every session is a new one then. Thread-safe.
public final class Credentials {
    private static final int TOKEN_BITS = 256;
    private static final int FORMER_MAX = 1_000;

    /// How long an ended session may still be heard of.
    private static final Duration ENDING_LONGEST = Duration.ofMinutes(1);

    private final Randomness randomness;
    private final Time time;
    private final List<Issued> live = new CopyOnWriteArrayList<>();
    private final List<Consumer<Credential>> listeners = new CopyOnWriteArrayList<>();

    /// The hashes of tokens that are worth nothing any more, newest last.
    private final Map<String, Over> over =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Over> eldest) {
                    return size() > FORMER_MAX;
                }
            };

    private record Over(Credential credential, Duration since) {}

    /// Why a token is worth nothing.
    public sealed interface Refusal {
        /// Nobody was given it, or so long ago that it is forgotten.
        record NeverIssued() implements Refusal {}

        /// Its session is over since a moment ago: its last call may have been on its way.
        record JustOver() implements Refusal {}

        /// The session of `who` ended long before: its processes are gone, and yet somebody has it.
        record LongOver(Credential who) implements Refusal {}
    }

    /// A token that was issued.
    ///
    /// @param hash of the token, as hexadecimal text
    private record Issued(String hash, Credential credential, AtomicInteger made, Seen seen) {}

    /// Whether the session has fetched its list of tools.
    private static final class Seen {
        private volatile boolean listed;
    }

    public Credentials(Randomness randomness, Time time) {
        this.randomness = randomness;
        this.time = time;
    }

    /// A token for one session. It is not kept here and cannot be asked for again.
    public BearerToken issue(Credential credential) {
        BearerToken token = new BearerToken(BearerToken.START + randomness.token(TOKEN_BITS));
        live.add(new Issued(hash(token.text()), credential, new AtomicInteger(), new Seen()));
        return token;
    }

    /// Whom a token belongs to. Takes the same time for every token, right or wrong.
    public Optional<Credential> resolve(String token) {
        byte[] presented = hash(token).getBytes(StandardCharsets.UTF_8);
        Optional<Credential> found = Optional.empty();
        for (Issued issued : live) {
            if (MessageDigest.isEqual(issued.hash().getBytes(StandardCharsets.UTF_8), presented)) {
                found = Optional.of(issued.credential());
            }
        }
        return found;
    }

    /// The session is over: its tokens are worth nothing from now on.
    public void revoke(Credential credential) {
        for (Issued issued : of(credential)) {
            live.remove(issued);
            synchronized (over) {
                over.put(issued.hash(), new Over(credential, time.elapsed()));
            }
        }
    }

    /// Why [#resolve] knows nobody by `token`.
    public Refusal refusal(String token) {
        Over before;
        synchronized (over) {
            before = over.get(hash(token));
        }
        if (before == null) {
            return new Refusal.NeverIssued();
        }
        return time.elapsed().minus(before.since()).compareTo(ENDING_LONGEST) < 0
                ? new Refusal.JustOver()
                : new Refusal.LongOver(before.credential());
    }

    public boolean isLive(Credential credential) {
        return live.stream().anyMatch(issued -> issued.credential().equals(credential));
    }

    /// Notes that the session fetched its list of tools: it is connected, and its first turn may
    /// start.
    public void listed(Credential credential) {
        of(credential).forEach(issued -> issued.seen().listed = true);
        listeners.forEach(listener -> listener.accept(credential));
    }

    /// Whether a live session has fetched its list of tools.
    public boolean hasListed(Credential credential) {
        return of(credential).stream().anyMatch(issued -> issued.seen().listed);
    }

    /// Tells `listener` of every list that is fetched, on the thread that serves it; it must be quick.
    public void onListed(Consumer<Credential> listener) {
        listeners.add(listener);
    }

    /// Counts one more bead that the session makes; returns how many it made before.
    int countMade(Credential credential) {
        return of(credential).stream()
                .mapToInt(issued -> issued.made().getAndIncrement())
                .max()
                .orElse(0);
    }

    private List<Issued> of(Credential credential) {
        List<Issued> found = new ArrayList<>();
        for (Issued issued : live) {
            if (issued.credential().equals(credential)) {
                found.add(issued);
            }
        }
        return found;
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
