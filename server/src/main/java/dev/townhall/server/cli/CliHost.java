package dev.townhall.server.cli;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The command line's end in the town's process: a Unix socket at `<town>/run/gt.sock` which `./gt`
/// calls. Holding one open makes this process *the* town of its folder: a second one is refused, and
/// a socket that a killed one left behind is replaced.
///
/// Thread-safe; [#close] cancels running calls and lets them finish their answers.
public final class CliHost implements AutoCloseable {
    static final String PATH = "/cli/1";

    private static final int THREADS_MAX = 16;
    private static final int TRAILER_BYTES_MAX = 64 << 10;

    /// How long running calls get to say their last words once they are told to end.
    private static final long LAST_WORDS_MILLIS = 2000;

    private final RunFolder folder;
    private final CliServlet servlet;
    private final Server server;

    private CliHost(RunFolder folder, CliServlet servlet, Server server) {
        this.folder = folder;
        this.servlet = servlet;
        this.server = server;
    }

    /// Takes the town's folder and starts to listen.
    ///
    /// @param owner whom calls with the folder's own token act for: who can read the 0600 file
    /// @param callers whom any other token belongs to (an agent's session); empty refuses the call
    public static CliHost open(
            Path town,
            Actor owner,
            Function<String, Optional<Actor>> callers,
            CliHandler handler,
            Randomness randomness) {
        return open(town, owner, callers, handler, randomness, List.of());
    }

    /// As above, with more contexts on the same socket; each guards itself.
    public static CliHost open(
            Path town,
            Actor owner,
            Function<String, Optional<Actor>> callers,
            CliHandler handler,
            Randomness randomness,
            List<Handler> beside) {
        RunFolder folder = RunFolder.take(town, randomness);
        Function<String, Optional<Actor>> everyone =
                token -> same(token, folder.token()) ? Optional.of(owner) : callers.apply(token);
        try {
            CliServlet servlet = new CliServlet(handler, everyone);
            return new CliHost(folder, servlet, listening(folder.socket(), servlet, beside));
        } catch (TownException e) {
            closed(folder, e);
            throw e;
        }
    }

    private static void closed(RunFolder folder, TownException because) {
        try {
            folder.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Server listening(Path socket, CliServlet servlet, List<Handler> beside) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
        threads.setName("cli");
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cli-", 0).factory()));
        Server server = new Server(threads);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), PATH);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        beside.forEach(contexts::addHandler);
        contexts.addHandler(context);
        server.setHandler(new GracefulHandler(contexts));
        server.setStopTimeout(LAST_WORDS_MILLIS);
        try (ShortPath path = ShortPath.to(socket)) {
            server.addConnector(connector(server, path.socket()));
            server.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (Exception e) {
            stopped(server, e);
            throw new TownException(
                    ErrorCode.UNAVAILABLE, "Cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    private static UnixDomainServerConnector connector(Server server, Path path) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setResponseHeaderSize(TRAILER_BYTES_MAX);
        http.setMaxResponseHeaderSize(TRAILER_BYTES_MAX);
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(path);
        connector.setIdleTimeout(0);
        return connector;
    }

    private static void stopped(Server server, Exception because) {
        try {
            server.stop();
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }

    /// Where it listens.
    public Path socket() {
        return folder.socket();
    }

    @Override
    public void close() {
        try {
            servlet.cancelAll();
            server.stop();
            folder.close();
        } catch (Exception e) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "Cannot close " + folder.socket() + ": " + e.getMessage(),
                    e);
        }
    }
}
