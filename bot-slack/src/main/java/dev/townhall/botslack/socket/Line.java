package dev.townhall.botslack.socket;

import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.time.Time;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One connection, from its opening to its end. Texts are handed on one after another, in order.
final class Line implements WebSocket.Listener {
    private static final int TEXT_CHARS_MAX = 4 * 1024 * 1024;
    static final Duration PING_EVERY = Duration.ofSeconds(20);
    static final Duration SILENCE_MAX = Duration.ofSeconds(70);

    private final Time time;
    private final BiConsumer<Line, String> texts;
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final InOrder<String> sender = new InOrder<>("slack-socket-send", this::send);
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile Duration heard;

    Line(Time time, BiConsumer<Line, String> texts) {
        this.time = time;
        this.texts = texts;
        heard = time.elapsed();
    }

    /// Sends `message` after those before it; one that the connection takes no more is lost with it.
    void say(String message) {
        sender.accept(message);
    }

    /// The reason why another connection is wanted, once there is one.
    ///
    /// @param patience how long to wait at most; `patience is over` after it
    String end(Duration patience) throws InterruptedException {
        Duration until = time.elapsed().plus(patience);
        while (time.elapsed().compareTo(until) < 0) {
            String end = ends.poll(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            if (end != null) {
                return end;
            }
            if (time.elapsed().minus(heard).compareTo(SILENCE_MAX) > 0) {
                return "nothing was heard for too long";
            }
            ping();
        }
        return "patience is over";
    }

    /// Something on this connection asks for another one.
    void ends(String why) {
        ends.add(why);
    }

    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    private void ping() {
        WebSocket open = socket;
        if (open != null && !open.isOutputClosed()) {
            // Where it does not get through, the silence that follows says so.
            CompletionStage<WebSocket> _ = open.sendPing(ByteBuffer.allocate(0));
        }
    }

    private void send(String message) {
        WebSocket open = socket;
        if (open != null) {
            try {
                open.sendText(message, true).toCompletableFuture().join();
            } catch (CompletionException e) {
                ends("it cannot be written to: " + e.getMessage());
            }
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heard = time.elapsed();
        text.append(data);
        if (text.length() > TEXT_CHARS_MAX) {
            from.abort();
            ends("a message was too long");
            return null;
        }
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            texts.accept(this, whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        heard = time.elapsed();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        heard = time.elapsed();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        ends("it was closed (" + status + ")");
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ends("it broke: " + error);
    }
}
