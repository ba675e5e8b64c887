package dev.townhall.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The client for machines without `curl`: one call over the socket, with the JDK alone so that it
/// starts fast; what a call runs through has no lambda and no `+` on texts, whose machinery is built at
/// run time. `./gt` runs it in the folder of the socket, which keeps the socket's path short.
///
/// Arguments: token file, width, terminal (0 or 1), colour (0 or 1), folder, stdin (0 or 1), then
/// the command's own. Exit code: the command's, or 113 when nobody listens, or 69 when the town went
/// away before it answered.
public final class CliClient {
    private static final int NOBODY_LISTENS = 113;
    private static final int WENT_AWAY = 69;
    private static final String SOCKET = "gt.sock";
    private static final String HEX = "0123456789ABCDEF";

    private CliClient() {}

    public static void main(String[] arguments) throws IOException {
        if (List.of(arguments).equals(List.of("--warm-up"))) {
            warmUp();
            return;
        }
        int code = call(Path.of(SOCKET), body(List.of(arguments)), System.out, System.err);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    /// Makes one call to itself, so that the AOT cache learns what a call needs. Fails unless the call
    /// got its whole answer: a cache that saw less makes every call slower.
    private static void warmUp() throws IOException {
        Path folder = Files.createTempDirectory("gt");
        Path socket = folder.resolve(SOCKET);
        Path token = Files.writeString(folder.resolve("token"), "none");
        try (ServerSocketChannel town = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            town.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> answer(town));
            List<String> arguments = List.of(token.toString(), "80", "0", "0", "/", "0", "warm");
            int code = call(socket, body(arguments), System.out, System.err);
            System.out.flush();
            if (code != 0) {
                throw new IOException("The call to itself failed.");
            }
        } finally {
            Files.deleteIfExists(token);
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static void answer(ServerSocketChannel town) {
        try (SocketChannel caller = town.accept()) {
            hear(caller);
            write(
                    caller,
                    utf8(
                            String.join(
                                    "\r\n",
                                    "HTTP/1.1 200 OK",
                                    "Transfer-Encoding: chunked",
                                    "",
                                    "3",
                                    "ok\n",
                                    "0",
                                    "gt-err-100: ok\\0012",
                                    "gt-exit: 0",
                                    "",
                                    "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the request, all of it: who answers and hangs up before it came breaks the call off.
    private static void hear(SocketChannel caller) throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(4096);
        while (!new String(heard.array(), 0, heard.position(), StandardCharsets.US_ASCII)
                .endsWith("a=warm")) {
            if (caller.read(heard) <= 0) {
                throw new IOException("The call ends early.");
            }
        }
    }

    private static byte[] body(List<String> arguments) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        field(body, "token", bytes(arguments.get(0)));
        field(body, "width", utf8(arguments.get(1)));
        field(body, "terminal", utf8(arguments.get(2)));
        field(body, "colour", utf8(arguments.get(3)));
        field(body, "folder", utf8(arguments.get(4)));
        if (arguments.get(5).equals("1")) {
            field(body, "stdin", System.in.readAllBytes());
        }
        for (String argument : arguments.subList(6, arguments.size())) {
            field(body, "a", utf8(argument));
        }
        return body.toByteArray();
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return in.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream body, String name, byte[] value) {
        if (body.size() > 0) {
            body.write('&');
        }
        body.writeBytes(utf8(name));
        body.write('=');
        for (byte each : value) {
            if (isPlain(each)) {
                body.write(each);
            } else {
                body.write('%');
                body.write(HEX.charAt((each & 0xff) >> 4));
                body.write(HEX.charAt(each & 15));
            }
        }
    }

    private static boolean isPlain(byte each) {
        return (each >= '0' && each <= '9')
                || (each >= 'A' && each <= 'Z')
                || (each >= 'a' && each <= 'z');
    }

    /// The channel is left open: closing it costs 3 ms of set-up in the JDK, and the process ends now.
    private static int call(Path socket, byte[] body, PrintStream out, PrintStream err) {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobody) {
            return NOBODY_LISTENS;
        }
        try {
            return call(channel, body, out, err);
        } catch (IOException e) {
            return WENT_AWAY;
        }
    }

    private static int call(SocketChannel channel, byte[] body, PrintStream out, PrintStream err)
            throws IOException {
        StringBuilder head = new StringBuilder(200);
        head.append("POST ").append(CliHost.PATH).append(" HTTP/1.1\r\nHost: town\r\n");
        head.append("Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        write(channel, utf8(head.toString()));
        write(channel, body);
        return new CliAnswer(channel).print(out, err, WENT_AWAY);
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
