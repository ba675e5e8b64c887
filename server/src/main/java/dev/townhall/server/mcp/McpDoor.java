package dev.townhall.server.mcp;

import dev.townhall.core.tool.Credentials;
import dev.townhall.core.tool.Tools;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/// Serves the town's tools to agents at `/mcp`: streamable HTTP without sessions, so that a restart
/// of the town between two calls is not noticed. Who calls is decided by the bearer token of every
/// single request; without a live one the answer is 401, so there is nothing here before an agent's
/// session exists. Thread-safe.
///
/// ```
///   POST /mcp ─► AgentsOnly ─► McpServlet ─► ToolCalls ─► core.tool.Tools ─► one transaction
///                401 403 413   (the SDK)     credential from the request's context
///   POST /mcp/words ─► AgentsOnly ─► WordsServlet ─► Verbs ─► core.tool.Tools
/// ```
public final class McpDoor {
    public static final String PATH = "/mcp";

    /// Below it: where [Words] that are typed in a shell go.
    static final String WORDS = "/words";

    /// What a server is called in an agent's list of servers, and so in the names of its tools.
    public static final String NAME = "town";

    private final Tools tools;
    private final Credentials credentials;
    private final Refused refused;

    /// Whom nobody tells of.
    public McpDoor(Tools tools, Credentials credentials) {
        this(tools, credentials, Refused.UNHEARD);
    }

    /// @param refused hears of calls without a live token
    public McpDoor(Tools tools, Credentials credentials, Refused refused) {
        this.tools = tools;
        this.credentials = credentials;
        this.refused = refused;
    }

    /// A handler for one server; each server needs one of its own, and stops it with itself.
    public Handler handler() {
        ServletContextHandler context = new ServletContextHandler(PATH);
        context.setAllowNullPathInContext(true);
        context.addFilter(
                new FilterHolder(new AgentsOnly(credentials, refused)),
                "/*",
                EnumSet.of(DispatcherType.REQUEST));
        context.setMaxFormContentSize(AgentsOnly.BODY_BYTES_MAX);
        context.addServlet(new ServletHolder(new WordsServlet(tools)), WORDS);
        context.addServlet(new ServletHolder(new McpServlet(tools, credentials)), "/*");
        return context;
    }
}
