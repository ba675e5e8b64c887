package dev.townhall.server.web;

import dev.townhall.core.testing.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as bytes on a socket: unlike a proper client it sends any header, also those that
/// only an attacker would send.
final class Wire {
    private final int port;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Wire(int port) {
        this.port = port;
        headers.put("Host", "127.0.0.1:" + port);
        headers.put("Connection", "close");
    }

    static Wire to(TownServer server) {
        return new Wire(server.port());
    }

    Wire header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer postForm(String path, Map<String, String> fields) {
        headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) ->
                pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send("POST", path, String.join("&", pairs));
    }

    Answer postJson(String path, String json) {
        headers.putIfAbsent("Content-Type", "application/json");
        return send("POST", path, json);
    }

    Answer send(String method, String path, String body) {
        try (Socket socket = open(method, path, body)) {
            return Answer.parse(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `send`, with a body that is framed already.
    Answer sendRaw(String method, String path, String framed) {
        try (Socket socket = open(method, path, "")) {
            socket.getOutputStream().write(framed.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return Answer.parse(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends the request and leaves the answer to be read as it comes.
    Socket open(String method, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: " + bytes.length + "\r\n");
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Patience.PATIENCE.toMillis()));
        socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return socket;
    }

    /// Server-sent events as they come, until the connection ends.
    static final class Events implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Events(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /// The next line that begins with `start`.
        String next(String start) throws IOException {
            while (true) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                int c = in.read();
                while (c != '\n') {
                    if (c < 0) {
                        throw new IOException("the stream ended");
                    }
                    line.write(c);
                    c = in.read();
                }
                String text = line.toString(StandardCharsets.UTF_8).strip();
                if (text.startsWith(start)) {
                    return text;
                }
            }
        }

        /// Reads on until the server ends the stream.
        boolean ends() throws IOException {
            while (in.read() >= 0) {}
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// What came back.
    record Answer(int status, Map<String, List<String>> headers, String body) {
        static Answer parse(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String[] lines = text.substring(0, end).split("\r\n", -1);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (String line : List.of(lines).subList(1, lines.length)) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(
                                line.substring(0, colon).toLowerCase(Locale.ROOT),
                                _ -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            return new Answer(
                    Integer.parseInt(lines[0].split(" ", -1)[1]), headers, text.substring(end + 4));
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .map(List::getFirst);
        }

        /// The value of the first form field of that name.
        String field(String name) {
            String start = "name=\"" + name + "\" value=\"";
            int at = body.indexOf(start);
            if (at < 0) {
                throw new AssertionError("No field " + name + " in " + body);
            }
            return body.substring(at + start.length(), body.indexOf('"', at + start.length()));
        }
    }
}
