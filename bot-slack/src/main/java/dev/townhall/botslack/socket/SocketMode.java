package dev.townhall.botslack.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.botslack.Listening.Ack;
import dev.townhall.botslack.webapi.Answer;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.reconcile.Backoff;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a connection to Slack open and takes envelopes from it: each is taken in before it is
/// acknowledged, so one that is lost in between comes again. Where Slack announces the end of a
/// connection, the next is open before it is given up. Attempts grow apart while they fail. Thread-safe.
public final class SocketMode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketMode.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);
    private static final Duration LIFE_MAX = Duration.ofDays(1);

    private final Supplier<Answer<URI>> address;
    private final Function<JsonNode, Optional<Ack>> take;
    private final Time time;
    private final Backoff pauses;
    private final Lanes lanes = new Lanes();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().executor(threads).connectTimeout(CONNECT_MAX).build();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean connected;

    /// @param address asks Slack where to connect, anew for each connection
    /// @param take takes an envelope in; empty for one that only concerns the connection
    public SocketMode(
            Supplier<Answer<URI>> address, Function<JsonNode, Optional<Ack>> take, Time time) {
        this(address, take, time, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    SocketMode(
            Supplier<Answer<URI>> address,
            Function<JsonNode, Optional<Ack>> take,
            Time time,
            Backoff pauses) {
        this.address = address;
        this.take = take;
        this.time = time;
        this.pauses = pauses;
    }

    public void start() {
        Thread.ofVirtual().name("slack-socket").start(this::run);
    }

    /// Whether Slack's events reach the town now.
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
        threads.shutdownNow();
    }

    /// The connection before stays open until there is another: Slack may still use it.
    private void run() {
        int failures = 0;
        @Nullable Line old = null;
        try {
            while (closing.getCount() > 0) {
                Answer<Line> opened = open();
                Duration begun = time.elapsed();
                Duration wanted = Duration.ZERO;
                switch (opened) {
                    case Answer.Got<Line>(Line line) -> {
                        if (old != null) {
                            old.close();
                        }
                        old = line;
                        connected = true;
                        String why = line.end(LIFE_MAX);
                        connected = false;
                        log.atInfo().addKeyValue("outcome", why).log("another connection to Slack");
                    }
                    case Answer.Failed<Line>(var failed, _) -> {
                        wanted = failed.retryAfter().orElse(Duration.ZERO);
                        log.atWarn()
                                .addKeyValue("error", failed.reason())
                                .log("no connection to Slack");
                    }
                }
                boolean lived = time.elapsed().minus(begun).compareTo(LONG_LIFE) > 0;
                failures = lived ? 0 : failures + 1;
                if (failures > 1 || opened instanceof Answer.Failed<Line>) {
                    Duration pause = pauses.after(failures);
                    pause(pause.compareTo(wanted) > 0 ? pause : wanted);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            log.atDebug().log("closing");
        }
    }

    private Answer<Line> open() {
        return address.get().then(this::connect);
    }

    private Answer<Line> connect(URI uri) {
        Line line = new Line(time, this::heard);
        try {
            client.newWebSocketBuilder().connectTimeout(CONNECT_MAX).buildAsync(uri, line).join();
            return new Answer.Got<>(line);
        } catch (CompletionException | IllegalArgumentException e) {
            return Answer.silence("it does not open: " + e.getMessage());
        }
    }

    private void heard(Line line, String text) {
        JsonNode envelope;
        try {
            envelope = Json.parse(text);
        } catch (TownException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("a message that is no envelope");
            return;
        }
        String type = envelope.path("type").asText();
        if (type.equals("disconnect")) {
            line.ends("Slack asks for it: " + envelope.path("reason").asText());
        } else if (envelope.path("envelope_id").isTextual()) {
            lanes.give(envelope, () -> take(line, envelope));
        }
    }

    /// What was not taken is not acknowledged: Slack sends it again.
    private void take(Line line, JsonNode envelope) {
        Optional<Ack> ack = take.apply(envelope);
        if (ack.isPresent() && ack.get().status() >= 500) {
            return;
        }
        ObjectNode answer = Json.object().put("envelope_id", envelope.path("envelope_id").asText());
        String body = ack.map(Ack::body).orElse("");
        if (body.startsWith("{") && envelope.path("accepts_response_payload").asBoolean()) {
            answer.set("payload", Json.parse(body));
        }
        line.say(answer.toString());
    }
}
