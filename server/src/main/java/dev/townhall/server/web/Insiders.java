package dev.townhall.server.web;

import dev.townhall.core.foundation.process.Alarm;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Tells of calls that were refused to workers and gates: those that come from a PID namespace which
/// the town made. Who else was refused (a browser in a sandbox of its own, a tunnel) is no trespasser.
/// Thread-safe.
///
/// @param homes the name of the surroundings that a process comes from
/// @param alarm hears of them
public record Insiders(LongFunction<Optional<String>> homes, Alarm alarm) {
    /// Nobody is told of.
    public static final Insiders NOBODY = new Insiders(_ -> Optional.empty(), Alarm.NONE);

    /// What programs ask every server for by themselves.
    private static final List<String> ASKED_EVERYWHERE =
            List.of("/.well-known/", "/favicon.ico", "/robots.txt");

    /// A call was refused; returns whether it came from inside.
    ///
    /// @param what it tried, as the end of "It tried to …"
    public boolean refused(HttpServletRequest request, String what) {
        boolean innocent = ASKED_EVERYWHERE.stream().anyMatch(request.getRequestURI()::startsWith);
        Optional<String> home = innocent ? Optional.empty() : home(request);
        home.ifPresent(name -> alarm.raised(name, what));
        return home.isPresent();
    }

    private Optional<String> home(HttpServletRequest request) {
        ConnectionMetaData connection =
                ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
        if (!SocketHolders.areTold()
                || !(connection.getRemoteSocketAddress() instanceof InetSocketAddress other)
                || !(connection.getLocalSocketAddress() instanceof InetSocketAddress own)) {
            return Optional.empty();
        }
        try {
            return new SocketHolders().inside(other, own).flatMap(homes::apply);
        } catch (IOException e) {
            return Optional.empty(); // Processes come and go: this one is gone.
        }
    }
}
