package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// Refuses what another page makes a browser send. Without a login the host must be this machine's
/// own name, or a foreign name that resolves to it (DNS rebinding) would read the town. With or
/// without one, what changes something must come from a page of ours, where the browser says where
/// it comes from.
final class Origins {
    private static final List<String> LOOPBACK =
            List.of("127.0.0.1", "localhost", "[::1]", "[0:0:0:0:0:0:0:1]");
    private static final List<String> OWN_SITES = List.of("", "same-origin", "none");

    private final WebSettings settings;

    Origins(WebSettings settings) {
        this.settings = settings;
    }

    /// FORBIDDEN where the request is not one of ours.
    void check(HttpServletRequest request) {
        String host = Answers.header(request, "Host").toLowerCase(Locale.ROOT);
        if (!settings.needsLogin() && !LOOPBACK.contains(withoutPort(host))) {
            throw TownException.forbidden(
                    "This town hall answers only to 127.0.0.1 and localhost, not to '%s'."
                            .formatted(host));
        }
        if (request.getMethod().equals("POST")) {
            checkSource(request, host);
        }
    }

    private void checkSource(HttpServletRequest request, String host) {
        String site = Answers.header(request, "Sec-Fetch-Site");
        String origin = Answers.header(request, "Origin").toLowerCase(Locale.ROOT);
        boolean own =
                origin.isEmpty()
                        || authority(origin).equals(host)
                        || settings.publicAddress()
                                .filter(address -> origin(address).equals(origin))
                                .isPresent();
        if (!own || !OWN_SITES.contains(site)) {
            throw TownException.forbidden(
                    "This was sent from another page (%s). Open the town hall and send it there."
                            .formatted(origin.isEmpty() ? site : origin));
        }
    }

    private static String authority(String origin) {
        int start = origin.indexOf("://");
        return start < 0 ? "" : origin.substring(start + 3);
    }

    private static String origin(URI address) {
        return (address.getScheme() + "://" + address.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
