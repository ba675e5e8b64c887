package dev.townhall.server.cli;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;

/// Notices that the client of a running call went away, even while the call writes nothing.
///
/// HTTP/1.1 has no word for it and the server does not read while a call runs, so this looks at the
/// connection itself: a read that finds its end means the client is gone. Our clients send nothing
/// after the call's body, so there is no byte to steal.
final class ClientWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final CountDownLatch finished = new CountDownLatch(1);

    private ClientWatch() {}

    /// Watches from now to `close`. The call's body must have been read to its end.
    static ClientWatch over(HttpServletRequest http, Cancellation cancellation) {
        ClientWatch watch = new ClientWatch();
        Object transport =
                ServletContextRequest.getServletContextRequest(http)
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .getTransport();
        if (transport instanceof SocketChannel channel) {
            Thread.ofVirtual().name("cli-watch").start(() -> watch.look(channel, cancellation));
        }
        return watch;
    }

    private void look(SocketChannel channel, Cancellation cancellation) {
        ByteBuffer nothing = ByteBuffer.allocate(1);
        try {
            while (!finished.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (channel.read(nothing.clear()) < 0) {
                    cancellation.cancel();
                    return;
                }
            }
        } catch (IOException gone) {
            cancellation.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
