package dev.townhall.server.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which processes hold the other end of a TCP connection on this machine, as Linux tells it under
/// `/proc`: `net/tcp` names the socket's inode, `PID/fd` who has it open, `PID/ns/pid` in which PID
/// namespace (proc(5), `pid_namespaces(7)`). A sandbox has a PID namespace of its own.
final class SocketHolders {
    private static final Path PROC = Path.of("/proc");
    private static final List<Path> TABLES =
            List.of(PROC.resolve("net/tcp"), PROC.resolve("net/tcp6"));
    private static final String NAMESPACE = "ns/pid";

    /// Columns of a table's line.
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private static final int WORD_BYTES = 4;

    /// Whether this system tells it.
    static boolean areTold() {
        return Files.isReadable(TABLES.getFirst())
                && Files.exists(PROC.resolve("self").resolve(NAMESPACE));
    }

    /// Whether somebody holds the end `other` of the connection to `own`, and nobody who holds it
    /// is in a PID namespace other than ours. A process we may not look into counts as nobody.
    boolean areOutside(InetSocketAddress other, InetSocketAddress own) throws IOException {
        Optional<String> inode = inode(other, own);
        if (inode.isEmpty()) {
            return false;
        }
        Path ours = Files.readSymbolicLink(PROC.resolve("self").resolve(NAMESPACE));
        Path socket = Path.of("socket:[" + inode.get() + "]");
        boolean held = false;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)) {
                    Optional<Path> namespace = namespace(process);
                    if (namespace.isPresent() && !namespace.get().equals(ours)) {
                        return false;
                    }
                    held |= namespace.isPresent();
                }
            }
        }
        return held;
    }

    /// A process in a PID namespace other than ours that holds the end `other` of the connection to
    /// `own`.
    Optional<Long> inside(InetSocketAddress other, InetSocketAddress own) throws IOException {
        Optional<String> inode = inode(other, own);
        if (inode.isEmpty()) {
            return Optional.empty();
        }
        Path ours = Files.readSymbolicLink(PROC.resolve("self").resolve(NAMESPACE));
        Path socket = Path.of("socket:[" + inode.get() + "]");
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)
                        && namespace(process).filter(its -> !its.equals(ours)).isPresent()) {
                    return Optional.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return Optional.empty();
    }

    /// The inode of the socket at `other` that is connected to `own`; a socket that nobody has open
    /// any more has none.
    private static Optional<String> inode(InetSocketAddress other, InetSocketAddress own)
            throws IOException {
        for (Path table : TABLES) {
            if (!Files.isReadable(table)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(table)) {
                Optional<String> found =
                        lines.skip(1)
                                .map(line -> line.strip().split("\\s+", -1))
                                .filter(column ->
                                        column.length > INODE
                                                && isAt(column[LOCAL], other)
                                                && isAt(column[REMOTE], own))
                                .map(column -> column[INODE])
                                .filter(inode -> !inode.equals("0"))
                                .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// Whether `written`, as `0100007F:1F90`, is this address.
    private static boolean isAt(String written, InetSocketAddress address) {
        int colon = written.indexOf(':');
        return colon > 0
                && HexFormat.fromHexDigits(written, colon + 1, written.length())
                        == address.getPort()
                && address(written.substring(0, colon)).equals(address.getAddress());
    }

    /// An address as the kernel writes it: words of 32 bits, each in the machine's byte order.
    private static InetAddress address(String hex) {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.remaining() >= WORD_BYTES) {
            bytes.putInt(words.getInt());
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }

    private static boolean holds(Path process, Path socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (isLinkTo(descriptor, socket)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
            return false;
        }
        return false;
    }

    private static boolean isLinkTo(Path descriptor, Path socket) {
        try {
            return Files.readSymbolicLink(descriptor).equals(socket);
        } catch (IOException closed) {
            return false;
        }
    }

    /// Empty for a process that is gone by now.
    private static Optional<Path> namespace(Path process) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve(NAMESPACE)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
