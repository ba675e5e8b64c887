package dev.townhall.server.web;

import dev.townhall.core.foundation.check.TownException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Tells apart, where there is no login, the programs of the town's user from what runs in a
/// sandbox: agents and gates may have the network and so reach this port, and must not be taken for
/// the owner. Asked once a connection.
final class Callers {
    private static final String ATTRIBUTE = Callers.class.getName();

    private final SocketHolders holders;
    private final Insiders insiders;

    Callers(SocketHolders holders, Insiders insiders) {
        this.holders = holders;
        this.insiders = insiders;
    }

    /// FORBIDDEN unless the other end is seen to be held outside every sandbox, by processes of the
    /// town's own user. Where the system does not tell, whoever reaches the loopback is let in, and
    /// the town starts no agents.
    void check(HttpServletRequest request) {
        if (SocketHolders.areTold() && !isOutside(request)) {
            insiders.refused(request, "call the town hall");
            throw TownException.forbidden(
                    "Without a login the town hall lets in only programs of its own user that run outside of sandboxes, and this one is not seen to be one. For a sandboxed browser or a tunnel set login_token_file under [web] in town.toml (docs/sandbox.md).");
        }
    }

    private boolean isOutside(HttpServletRequest request) {
        ConnectionMetaData connection =
                ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
        if (connection.getAttribute(ATTRIBUTE) instanceof Boolean known) {
            return known;
        }
        try {
            boolean outside =
                    connection.getRemoteSocketAddress() instanceof InetSocketAddress other
                            && connection.getLocalSocketAddress() instanceof InetSocketAddress own
                            && holders.areOutside(other, own);
            connection.setAttribute(ATTRIBUTE, outside);
            return outside;
        } catch (IOException e) {
            // Processes come and go while they are looked at: the next request looks again.
            return false;
        }
    }
}
