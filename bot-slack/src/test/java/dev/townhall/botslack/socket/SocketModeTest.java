package dev.townhall.botslack.socket;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.botslack.Listening.Ack;
import dev.townhall.botslack.socket.SmallSocketServer.Connection;
import dev.townhall.botslack.webapi.Answer;
import dev.townhall.core.chat.ChatPort.Failed;
import dev.townhall.core.chat.ChatPort.Failure;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.reconcile.Backoff;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SocketModeTest {
    private final SmallSocketServer slack = new SmallSocketServer();
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer<URI>> refusals = new ArrayDeque<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private int asked;
    private final SocketMode socket =
            new SocketMode(
                    this::address,
                    this::take,
                    new SystemTime(),
                    new Backoff(Duration.ofMillis(5), Duration.ofMillis(50)));

    @AfterEach
    void close() throws IOException {
        gate.countDown();
        socket.close();
        slack.close();
    }

    @Test
    void anEnvelopeIsAcknowledgedOnceItIsTaken() throws InterruptedException {
        Connection connection = connect();

        connection.say(envelope("e1", "C1", "hello"));

        assertThat(acknowledged()).isEqualTo("e1");
        assertThat(taken).containsExactly("hello");
    }

    @Test
    void whatIsNotTakenIsNotAcknowledged() throws InterruptedException {
        Connection connection = connect();

        connection.say(envelope("e1", "C1", "unavailable"));
        connection.say(envelope("e2", "C1", "broken"));
        connection.say(envelope("e3", "C1", "hello"));

        assertThat(acknowledged()).isEqualTo("e3");
    }

    @Test
    void onePlaceHearsInOrderAndDoesNotHoldUpOthers() throws InterruptedException {
        Connection connection = connect();

        connection.say(envelope("slow", "C1", "wait"));
        for (int i = 0; i < 20; i++) {
            connection.say(envelope("a" + i, "C1", "a" + i));
        }
        connection.say(envelope("b", "C2", "b"));
        String first = acknowledged();
        gate.countDown();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            rest.add(acknowledged());
        }

        assertThat(first).isEqualTo("b");
        assertThat(rest.getFirst()).isEqualTo("slow");
        assertThat(rest.subList(1, 21)).first().isEqualTo("a0");
        assertThat(rest).last().isEqualTo("a19");
    }

    @Test
    void anAnswerToAFormTravelsWithTheAcknowledgement() throws InterruptedException {
        Connection connection = connect();

        connection.say(
                envelope("e1", "C1", "form")
                        .replace("{\"type\"", "{\"accepts_response_payload\":true,\"type\""));

        assertThat(said().path("payload").path("response_action").asText()).isEqualTo("errors");
    }

    @Test
    void theNextConnectionIsOpenBeforeTheLastIsGivenUp() {
        Connection first = connect();

        first.say("{\"type\":\"disconnect\",\"reason\":\"warning\"}");
        await().until(() -> slack.connections().size() == 2);
        await().until(() -> slack.open().size() == 1);

        assertThat(slack.open()).doesNotContain(first);
    }

    @Test
    void whileNoOtherOpensTheLastOneIsKept() throws InterruptedException {
        Connection first = connect();
        synchronized (this) {
            for (int i = 0; i < 3; i++) {
                refusals.add(refused());
            }
        }

        first.say("{\"type\":\"disconnect\",\"reason\":\"warning\"}");
        first.say(envelope("e1", "C1", "hello"));

        assertThat(acknowledged()).isEqualTo("e1");
        await().until(() -> slack.connections().size() == 2);
    }

    @Test
    void aConnectionThatBreaksIsFollowedByAnother() throws InterruptedException {
        connect().drop();
        await().until(() -> slack.connections().size() == 2);

        slack.connections().getLast().say(envelope("e1", "C1", "hello"));

        assertThat(acknowledged()).isEqualTo("e1");
    }

    @Test
    void whileSlackRefusesAttemptsGrowApart() {
        synchronized (this) {
            for (int i = 0; i < 5; i++) {
                refusals.add(refused());
            }
        }

        connect();

        synchronized (this) {
            assertThat(asked).isEqualTo(6);
        }
    }

    @Test
    void longAndBrokenMessagesDoNotEndTheConnection() throws InterruptedException {
        Connection connection = connect();
        String words = "é".repeat(200_000);

        connection.say("{");
        connection.say("[]");
        connection.say("{\"type\":\"events_api\"}");
        connection.say(envelope("e1", "C1", words));

        assertThat(acknowledged()).isEqualTo("e1");
        assertThat(taken).containsExactly(words);
        assertThat(slack.connections()).hasSize(1);
    }

    private Connection connect() {
        socket.start();
        await().until(() -> !slack.connections().isEmpty() && socket.isConnected());
        return slack.connections().getFirst();
    }

    private synchronized Answer<URI> address() {
        asked++;
        return refusals.isEmpty() ? new Answer.Got<>(slack.uri()) : refusals.remove();
    }

    private static Answer<URI> refused() {
        return new Answer.Failed<>(
                new Failed(Failure.RATE_LIMITED, "HTTP 429", Optional.of(Duration.ofMillis(20))),
                "ratelimited");
    }

    private Optional<Ack> take(JsonNode envelope) {
        String text = envelope.at("/payload/event/text").asText();
        switch (text) {
            case "unavailable" -> {
                return Optional.of(new Ack(503, ""));
            }
            case "broken" -> throw new IllegalStateException("planned");
            case "form" -> {
                return Optional.of(new Ack(200, "{\"response_action\":\"errors\"}"));
            }
            case "wait" -> pass();
            default -> {}
        }
        taken.add(text);
        return Optional.of(new Ack(200, ""));
    }

    private void pass() {
        try {
            assertThat(gate.await(5, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String envelope(String id, String channel, String text) {
        return Json.object()
                .put("type", "events_api")
                .put("envelope_id", id)
                .set(
                        "payload",
                        Json.object()
                                .set(
                                        "event",
                                        Json.object().put("channel", channel).put("text", text)))
                .toString();
    }

    private String acknowledged() throws InterruptedException {
        return said().path("envelope_id").asText();
    }

    private JsonNode said() throws InterruptedException {
        String said = slack.said().poll(2, TimeUnit.MINUTES);
        return Json.parse(said == null ? "{}" : said);
    }
}
