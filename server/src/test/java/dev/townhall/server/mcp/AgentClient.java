package dev.townhall.server.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An agent's end of the protocol: the official client, with a token.
final class AgentClient implements AutoCloseable {
    private final McpSyncClient client;

    private AgentClient(McpClientTransport transport) {
        client =
                McpClient.sync(transport)
                        .requestTimeout(Duration.ofSeconds(60))
                        .initializationTimeout(Duration.ofSeconds(60))
                        .build();
    }

    AgentClient(URI server, String token) {
        this(
                HttpClientStreamableHttpTransport.builder(server.toString())
                        .endpoint(McpDoor.PATH)
                        .addHttpRequestCustomizer((request, method, uri, body, context) ->
                                request.header("Authorization", "Bearer " + token))
                        .build());
    }

    /// Over standard input and output of a bridge in a process of its own.
    static AgentClient overBridge(Path socket, String token) {
        List<String> command = StdioBridge.command();
        ServerParameters bridge =
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .env(
                                Map.of(
                                        StdioBridge.TOKEN,
                                        token,
                                        StdioBridge.SOCKET,
                                        socket.toString()))
                        .build();
        return new AgentClient(new StdioClientTransport(bridge, McpJsonDefaults.getMapper()));
    }

    McpSchema.InitializeResult connect() {
        return client.initialize();
    }

    List<McpSchema.Tool> tools() {
        return client.listTools().tools();
    }

    McpSchema.CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    }

    static String text(McpSchema.CallToolResult result) {
        return result.content().stream()
                .map(McpSchema.TextContent.class::cast)
                .map(McpSchema.TextContent::text)
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        client.close();
    }
}
