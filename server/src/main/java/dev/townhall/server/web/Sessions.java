package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is logged in. A session is a random id in a cookie; here, and in the file `web-sessions`, is
/// only its hash, with the person, the hash of the login token it began with, and its end. It
/// outlives a restart, and ends early when its token is taken out of the settings. Thread-safe.
final class Sessions {
    static final Duration LIFE = Duration.ofDays(30);
    static final int SESSIONS_MAX = 1_000;
    private static final int ID_BITS = 256;
    private static final String FILE = "web-sessions";

    private final Path file;
    private final Time time;
    private final Randomness randomness;
    private final Map<String, String> personByTokenHash = new LinkedHashMap<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    private record Session(String person, String tokenHash, Instant end) {}

    Sessions(WebSettings settings, Time time, Randomness randomness) {
        this.file = settings.stateFolder().resolve(FILE);
        this.time = time;
        this.randomness = randomness;
        settings.logins()
                .forEach(login -> personByTokenHash.put(hash(login.token()), login.person()));
        load();
    }

    /// The person a login token names. Compares hashes of unguessable tokens, so the time it takes
    /// tells nothing of them.
    Optional<String> personOfToken(String token) {
        return Optional.ofNullable(personByTokenHash.get(hash(token)));
    }

    /// A new session's id, for the cookie.
    synchronized String begin(String token) {
        String tokenHash = hash(token);
        String person =
                Optional.ofNullable(personByTokenHash.get(tokenHash))
                        .orElseThrow(() -> TownException.bug("A session needs a valid token."));
        String id = randomness.token(ID_BITS);
        sessions.put(hash(id), new Session(person, tokenHash, time.now().plus(LIFE)));
        while (sessions.size() > SESSIONS_MAX) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        save();
        return id;
    }

    synchronized Optional<String> personOf(String id) {
        return Optional.ofNullable(sessions.get(hash(id)))
                .filter(session -> session.end().isAfter(time.now()))
                .map(Session::person);
    }

    synchronized void end(String id) {
        if (sessions.remove(hash(id)) != null) {
            save();
        }
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] part = line.split(" ", -1);
                if (part.length == 4 && part[1].equals(personByTokenHash.get(part[2]))) {
                    Session session =
                            new Session(
                                    part[1],
                                    part[2],
                                    Instant.ofEpochSecond(Long.parseLong(part[3])));
                    sessions.put(part[0], session);
                }
            }
        } catch (IOException e) {
            throw TownException.unavailable("Cannot read " + file + ": " + e, e);
        } catch (NumberFormatException e) {
            throw TownException.unavailable(
                    file + " is damaged. Delete it: everybody then logs in again.", e);
        }
    }

    private void save() {
        sessions.values().removeIf(session -> !session.end().isAfter(time.now()));
        List<String> lines = new ArrayList<>();
        sessions.forEach((hash, session) ->
                lines.add(
                        String.join(
                                " ",
                                hash,
                                session.person(),
                                session.tokenHash(),
                                Long.toString(session.end().getEpochSecond()))));
        try {
            PrivateFiles.write(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw TownException.unavailable("Cannot write " + file + ": " + e, e);
        }
    }

    private static String hash(String secret) {
        return HexFormat.of().formatHex(ServerKey.sha256(secret));
    }
}
