package dev.townhall.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A socket's path short enough for the kernel, which takes 104 to 108 bytes: a deeper one is
/// reached through a temporary link to its folder. The link is needed only while binding.
final class ShortPath implements AutoCloseable {
    private static final int SOCKET_PATH_BYTES_MAX = 100;

    private final Path socket;
    private final boolean linked;

    private ShortPath(Path socket, boolean linked) {
        this.socket = socket;
        this.linked = linked;
    }

    static ShortPath to(Path socket) throws IOException {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        Path folder = socket.getParent();
        Path name = socket.getFileName();
        if (bytes <= SOCKET_PATH_BYTES_MAX || folder == null || name == null) {
            return new ShortPath(socket, false);
        }
        Path holder = Files.createTempDirectory(Path.of("/tmp"), "gt");
        Path link = Files.createSymbolicLink(holder.resolve("r"), folder);
        return new ShortPath(link.resolve(name.toString()), true);
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        Path link = socket.getParent();
        if (linked && link != null && link.getParent() != null) {
            Files.deleteIfExists(link);
            Files.deleteIfExists(link.getParent());
        }
    }
}
