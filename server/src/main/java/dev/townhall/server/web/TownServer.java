package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.server.page.Pages;
import dev.townhall.server.page.Templates;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The web town hall on its TCP port: pages, live changes, and the JSON API. Serves until closed.
///
/// ```
///   TownServer server = TownServer.start(WebSettings.loopback(8080, folder), doors, webChat);
///   server.address();   // http://127.0.0.1:8080/
/// ```
public final class TownServer implements AutoCloseable {
    private static final long IDLE_MILLIS = 60_000;
    private static final int FORM_FIELDS_MAX = 16;

    private final WebSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Wakes wakes;

    private TownServer(
            WebSettings settings, Server server, ServerConnector connector, Wakes wakes) {
        this.settings = settings;
        this.server = server;
        this.connector = connector;
        this.wakes = wakes;
    }

    /// Starts serving `town`. Open pages are woken by every durable change of a post and by
    /// deliveries to `chat`.
    public static TownServer start(WebSettings settings, WebTown town, WebChat chat) {
        return start(settings, town, chat, StreamServlet.HEARTBEAT, List.of());
    }

    /// As above, with more contexts on the same port; each guards itself.
    public static TownServer start(
            WebSettings settings, WebTown town, WebChat chat, List<Handler> beside) {
        return start(settings, town, chat, StreamServlet.HEARTBEAT, beside);
    }

    static TownServer start(
            WebSettings settings,
            WebTown town,
            WebChat chat,
            Duration heartbeat,
            List<Handler> beside) {
        Wakes wakes = chat.wakes();
        town.ledger()
                .afterCommit(committed -> {
                    if (!committed.conversations().isEmpty()) {
                        wakes.wake();
                    }
                });
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("web");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, http());
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(quiet());
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        beside.forEach(contexts::addHandler);
        contexts.addHandler(context(settings, town, wakes, heartbeat));
        server.setHandler(contexts);
        TownServer started = new TownServer(settings, server, connector, wakes);
        try {
            server.start();
        } catch (Exception e) {
            started.close();
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "The web town hall cannot listen on %s:%s: %s. Is another town up there? Another port: gt up --port N"
                            .formatted(settings.address(), settings.port(), e.getMessage()),
                    e);
        }
        return started;
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        return new HttpConnectionFactory(configuration);
    }

    private static ErrorHandler quiet() {
        ErrorHandler handler = new ErrorHandler();
        handler.setShowStacks(false);
        handler.setShowCauses(false);
        handler.setShowOrigin(false);
        return handler;
    }

    private static ServletContextHandler context(
            WebSettings settings, WebTown town, Wakes wakes, Duration heartbeat) {
        Ledger ledger = town.ledger();
        Assets assets = new Assets();
        Templates templates = new Templates(assets.addresses());
        ServerKey key = ServerKey.in(settings.stateFolder(), town.randomness());
        Sessions sessions = new Sessions(settings, town.time(), town.randomness());
        Visitors visitors =
                new Visitors(
                        settings,
                        ledger,
                        sessions,
                        key,
                        new Callers(new SocketHolders(), town.insiders()));
        Route route = new Route(new Pages(ledger, town.time(), town.randomness(), settings.zone()));
        Speech speech = new Speech(town);
        LoginServlet login =
                new LoginServlet(settings, sessions, new Attempts(town.time()), key, templates);

        ServletContextHandler context = new ServletContextHandler("/");
        context.setMaxFormContentSize(Guard.BODY_BYTES_MAX);
        context.setMaxFormKeys(FORM_FIELDS_MAX);
        context.setErrorHandler(quiet());
        Guard guard = new Guard(new Origins(settings), visitors, new Problems(templates));
        context.addFilter(new FilterHolder(guard), "/*", EnumSet.of(DispatcherType.REQUEST));
        HallServlet hall = new HallServlet(route, templates);
        serve(context, hall, "", "/c/*", "/t/*", "/m/*", "/inbox");
        serve(context, new SayServlet(speech, route, templates), "/say");
        serve(context, new StreamServlet(ledger, town.time(), wakes, heartbeat), "/stream");
        serve(context, new ApiServlet(ledger, speech), "/api/v1/*");
        serve(context, new AssetServlet(assets), "/assets/*");
        serve(context, login, "/login");
        serve(context, new LogoutServlet(sessions, login), "/logout");
        serve(context, new HealthServlet(ledger), "/healthz");
        serve(context, new NotFoundServlet(), "/");
        return context;
    }

    private static void serve(ServletContextHandler context, HttpServlet servlet, String... paths) {
        ServletHolder holder = new ServletHolder(servlet);
        for (String path : paths) {
            context.addServlet(holder, path);
        }
    }

    /// Whether an agent of this machine that reaches it is never taken for a person.
    ///
    /// @param apart whether agents have a PID namespace of their own, by which their calls are told
    ///     apart
    public boolean keepsAgentsOut(boolean apart) {
        return settings.needsLogin() || (apart && SocketHolders.areTold());
    }

    /// Where people reach it.
    public URI address() {
        return settings.publicAddress()
                .orElseGet(() ->
                        URI.create("http://%s:%d/".formatted(host(), connector.getLocalPort())));
    }

    private String host() {
        return settings.address().contains(":")
                ? "[" + settings.address() + "]"
                : settings.address();
    }

    /// The port it listens on.
    public int port() {
        return connector.getLocalPort();
    }

    /// Ends every open page's stream, then stops. Open pages connect again by themselves.
    @Override
    public void close() {
        wakes.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw TownException.unavailable("The web town hall did not stop cleanly: " + e, e);
        }
    }
}
