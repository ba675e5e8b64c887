package dev.townhall.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The agents' door for agents that only speak over standard input and output, or have no network:
/// carries each message of one line to the town's socket and its answer back. Knows nothing of what
/// it carries. Ends when its input ends.
///
/// The token comes in the environment, never on a command line, where every process could read it.
public final class StdioBridge {
    public static final String TOKEN = "GT_MCP_TOKEN";
    public static final String SOCKET = "GT_MCP_SOCKET";

    private static final int UNAVAILABLE = -32_000;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Path socket;
    private final String token;

    private StdioBridge(Path socket, String token) {
        this.socket = socket;
        this.token = token;
    }

    /// How to start it on this machine; the two variables must be in its environment.
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StdioBridge.class.getName());
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        String token = environment.getOrDefault(TOKEN, "");
        String socket = environment.getOrDefault(SOCKET, "");
        if (token.isBlank() || socket.isBlank() || arguments.length > 0) {
            System.err.println(
                    "This is started by the town: it needs " + TOKEN + " and " + SOCKET + " only.");
            System.exit(2);
        }
        new StdioBridge(Path.of(socket), token).carry(System.in, System.out);
    }

    private void carry(InputStream from, OutputStream to) throws IOException {
        InputStream in = new BufferedInputStream(from);
        Optional<byte[]> line = line(in);
        while (line.isPresent()) {
            if (line.get().length > 0) {
                byte[] answer = answer(line.get());
                if (answer.length > 0) {
                    to.write(answer);
                    to.write('\n');
                    to.flush();
                }
            }
            line = line(in);
        }
    }

    /// The next line without its end; empty when there is none. Of one that is too long for the town
    /// only so much is kept that the town refuses it.
    private static Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        while (c >= 0 && c != '\n') {
            if (c != '\r' && line.size() <= AgentsOnly.BODY_BYTES_MAX) {
                line.write(c);
            }
            c = in.read();
        }
        return Optional.of(line.toByteArray());
    }

    /// What the town answers, on one line; nothing to what needs no answer.
    private byte[] answer(byte[] message) {
        try {
            Reply reply = post(message);
            if (reply.status() == OK) {
                return Json.text(Json.parse(reply.body())).getBytes(StandardCharsets.UTF_8);
            }
            return reply.status() == ACCEPTED
                    ? new byte[0]
                    : problem(message, "The town answered " + reply.status() + ". " + reply.body());
        } catch (IOException e) {
            return problem(message, "The town does not answer: " + e.getMessage());
        }
    }

    private record Reply(int status, String body) {}

    /// One call: HTTP/1.0, so that the answer is whole when the connection ends.
    private Reply post(byte[] body) throws IOException {
        String head =
                String.join(
                        "\r\n",
                        "POST " + McpDoor.PATH + " HTTP/1.0",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Accept: application/json, text/event-stream",
                        "Authorization: Bearer " + token,
                        "Content-Length: " + body.length,
                        "",
                        "");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head.getBytes(StandardCharsets.ISO_8859_1));
            write(channel, body);
            return reply(Channels.newInputStream(channel).readAllBytes());
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static Reply reply(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0 || text.length() < 12) {
            throw new IOException("it hung up");
        }
        return new Reply(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
    }

    private static byte[] problem(byte[] message, String text) {
        Optional<JsonNode> id = id(message);
        if (id.isEmpty()) {
            return new byte[0];
        }
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id.get());
        answer.putObject("error").put("code", UNAVAILABLE).put("message", text.strip());
        return Json.text(answer).getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<JsonNode> id(byte[] message) {
        try {
            JsonNode id = Json.parse(new String(message, StandardCharsets.UTF_8)).path("id");
            return id.isMissingNode() || id.isNull() ? Optional.empty() : Optional.of(id);
        } catch (TownException e) {
            return Optional.empty();
        }
    }
}
