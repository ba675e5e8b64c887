package dev.townhall.server.web;

import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.server.page.Visitor;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// `GET /stream?after=<cursor>`: server-sent events that say which conversations changed, never
/// what: the page then reads what it shows. So nothing is queued for a slow page, what is lost on
/// the way is told again after the cursor, and what is told twice changes nothing.
///
/// Each page holds one virtual thread. Events: `changed` with `{"conversations":[…]}` and the cursor
/// as its id; `ping` when all is quiet, so that a page notices a connection that died in its sleep.
final class StreamServlet extends HttpServlet {
    static final int PAGES_MAX = 512;
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /// After this long the page connects again, and whether it may is decided anew.
    private static final Duration LIFE_MAX = Duration.ofMinutes(10);

    static final Duration PAUSE_MIN = Duration.ofMillis(200);
    private static final long serialVersionUID = 1L;

    private final transient Ledger ledger;
    private final transient Time time;
    private final transient Wakes wakes;
    private final transient Duration heartbeat;
    private final transient Semaphore places = new Semaphore(PAGES_MAX);

    /// @param heartbeat after so much silence it gives a sign of life
    StreamServlet(Ledger ledger, Time time, Wakes wakes, Duration heartbeat) {
        this.ledger = ledger;
        this.time = time;
        this.wakes = wakes;
        this.heartbeat = heartbeat;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "10");
            Answers.json(
                    response,
                    503,
                    Map.of("error", "LIMIT", "message", PAGES_MAX + " pages are open already."));
            return;
        }
        try {
            stream(request, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /// Says what there would be, without holding the connection.
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
    }

    private void stream(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        Visitor visitor = Visitors.of(request);
        long cursor =
                Changes.start(
                        Answers.header(request, "Last-Event-ID"),
                        Answers.parameter(request, "after"));
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("X-Accel-Buffering", "no");
        ServletOutputStream out = response.getOutputStream();
        write(out, "retry: 1000\n\n");
        Duration end = time.elapsed().plus(LIFE_MAX);
        Duration quietSince = time.elapsed();
        while (!wakes.isClosed() && time.elapsed().compareTo(end) < 0) {
            long rings = wakes.rings();
            Changes changes = Changes.since(ledger, visitor, cursor);
            cursor = changes.cursor();
            if (!changes.conversations().isEmpty()) {
                write(out, changed(changes));
                quietSince = time.elapsed();
                wakes.rest(PAUSE_MIN);
            } else if (time.elapsed().minus(quietSince).compareTo(heartbeat) >= 0) {
                write(out, "event: ping\ndata: {}\n\n");
                quietSince = time.elapsed();
            }
            wakes.await(rings, heartbeat);
        }
    }

    private static String changed(Changes changes) {
        return "id: %d\nevent: changed\ndata: %s\n\n"
                .formatted(
                        changes.cursor(),
                        Json.text(Map.of("conversations", changes.conversations())));
    }

    private static void write(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
