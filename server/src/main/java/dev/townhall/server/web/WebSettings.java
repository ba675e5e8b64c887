package dev.townhall.server.web;

import dev.townhall.core.foundation.check.Check;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How the web town hall is reached.
///
/// @param address the numeric address or name to listen on
/// @param port 0 takes a free one
/// @param logins who may log in; empty means the owner, without a login, from this machine only
/// @param publicAddress where people reach it, when that is not `address:port` (TLS in front)
/// @param stateFolder keeps its key and its sessions, readable by the town's user only
/// @param zone of times until the browser has put in its own
public record WebSettings(
        String address,
        int port,
        List<Login> logins,
        Optional<URI> publicAddress,
        Path stateFolder,
        ZoneId zone) {
    private static final String LOOPBACK = "127.0.0.1";

    public WebSettings {
        logins = List.copyOf(logins);
        Check.that(port >= 0 && port <= 65_535, "A port is 0 to 65535; found %s.", port);
        Check.that(
                !logins.isEmpty() || isLoopback(address),
                "The web town hall listens beyond this machine (%s) only with a login: give at"
                        + " least one person a login token, or listen on %s.",
                address,
                LOOPBACK);
        mustDiffer(logins);
    }

    /// Else it would be chance as whom somebody comes in.
    private static void mustDiffer(List<Login> logins) {
        Map<String, String> persons = new LinkedHashMap<>();
        for (Login login : logins) {
            String other = persons.getOrDefault(login.token(), login.person());
            Check.that(
                    other.equals(login.person()),
                    "The login tokens of %s and %s ([web] login_token_file, [web.logins]) must differ; found the same one twice. `openssl rand -hex 32` makes another.",
                    other,
                    login.person());
            persons.put(login.token(), login.person());
        }
    }

    /// On this machine only, without a login.
    public static WebSettings loopback(int port, Path stateFolder) {
        return new WebSettings(
                LOOPBACK, port, List.of(), Optional.empty(), stateFolder, ZoneId.systemDefault());
    }

    public boolean needsLogin() {
        return !logins.isEmpty();
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// A token that lets one person in.
    ///
    /// @param person the name of a person of the town
    /// @param token a secret of at least 20 printable characters without spaces
    public record Login(String person, String token) {
        private static final Pattern FORM = Pattern.compile("[!-~]{20,512}");

        public Login {
            Check.that(
                    FORM.matcher(token).matches(),
                    "The login token of %s must be 20 to 512 printable characters without spaces;"
                            + " `openssl rand -hex 32` makes one.",
                    person);
        }

        @Override
        public String toString() {
            return "Login[person=" + person + ", token=redacted]";
        }
    }
}
