package dev.townhall.botslack.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// A server of WebSockets (RFC 6455), as far as Slack's Socket Mode goes: text both ways, pings answered.
public final class SmallSocketServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ServerSocket server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    public SmallSocketServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/link");
    }

    /// What clients said, in the order it came.
    public BlockingQueue<String> said() {
        return said;
    }

    /// All connections so far, open or not.
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    public List<Connection> open() {
        return connections.stream().filter(Connection::isOpen).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.drop();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            handshake(in, socket.getOutputStream());
            Connection connection = new Connection(socket);
            connections.add(connection);
            connection.say("{\"type\":\"hello\",\"num_connections\":1}");
            while (connection.read(in)) {
                // Everything is done by reading.
            }
        } catch (IOException | GeneralSecurityException e) {
            try {
                socket.close();
            } catch (IOException again) {
                throw new UncheckedIOException(again);
            }
        }
    }

    private static void handshake(InputStream in, OutputStream out)
            throws IOException, GeneralSecurityException {
        String key = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "sec-websocket-key:", 0, 18)) {
                key = line.substring(18).strip();
            }
        }
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(UTF_8));
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(digest)
                        + "\r\n\r\n";
        out.write(answer.getBytes(UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(UTF_8);
    }

    /// One client.
    public final class Connection {
        private final Socket socket;

        Connection(Socket socket) {
            this.socket = socket;
        }

        boolean isOpen() {
            return !socket.isClosed();
        }

        /// Sends a text in frames of at most 60,000 bytes.
        public synchronized void say(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            int most = 60_000;
            for (int from = 0; from == 0 || from < bytes.length; from += most) {
                int to = Math.min(bytes.length, from + most);
                frame(from == 0 ? TEXT : 0, to == bytes.length, bytes, from, to);
            }
        }

        void drop() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized void frame(int kind, boolean last, byte[] bytes, int from, int to) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int length = to - from;
            out.write((last ? 0x80 : 0) | kind);
            if (length < 126) {
                out.write(length);
            } else {
                out.write(126);
                out.write(length >> 8);
                out.write(length & 0xFF);
            }
            out.write(bytes, from, length);
            try {
                socket.getOutputStream().write(out.toByteArray());
                socket.getOutputStream().flush();
            } catch (IOException e) {
                drop();
            }
        }

        private boolean read(DataInputStream in) throws IOException {
            int kind = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] bytes = in.readNBytes(length);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= mask[i % 4];
            }
            switch (kind) {
                case TEXT -> said.add(new String(bytes, UTF_8));
                case PING -> frame(PONG, true, bytes, 0, bytes.length);
                case CLOSE -> drop();
                default -> {}
            }
            return isOpen();
        }
    }
}
