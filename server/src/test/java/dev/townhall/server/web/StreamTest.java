package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StreamTest {
    private static final Conversation SHOP = new Conversation.Channel(ScriptedTown.SHOP);
    private static final Conversation VAULT = new Conversation.Channel(ScriptedTown.VAULT);

    private final ScriptedTown town = ScriptedTown.fresh();

    @TempDir Path folder;
    private TownServer server;

    @BeforeEach
    void start() {
        server = TownServer.start(WebSettings.loopback(0, folder), town.doors(), new WebChat());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPageIsToldOfAChangeAsItHappens() throws IOException {
        try (Wire.Events events = stream("/stream?after=0", "")) {
            events.next("retry:");
            town.say("a", SHOP, Card.line("one"));

            assertThat(events.next("id:")).isEqualTo("id: " + town.ledger().lastChange());
            assertThat(events.next("event:")).isEqualTo("event: changed");
            assertThat(events.next("data:"))
                    .isEqualTo("data: {\"conversations\":[\"channel:shop\"]}");
        }
    }

    @Test
    void aPageThatIsUpToDateIsToldOnlyWhatIsNew() throws IOException {
        town.say("a", SHOP, Card.line("old"));
        try (Wire.Events events = stream("/stream?after=" + town.ledger().lastChange(), "")) {
            events.next("retry:");
            town.say("b", VAULT, Card.line("new"));

            assertThat(events.next("data:")).contains("channel:vault").doesNotContain("shop");
        }
    }

    @Test
    void aPageGoesOnWhereItsConnectionBroke() throws IOException {
        String last;
        try (Wire.Events events = stream("/stream?after=0", "")) {
            town.say("a", SHOP, Card.line("one"));
            last = events.next("id:").substring("id: ".length());
        }
        town.say("b", VAULT, Card.line("while it slept"));
        server.close();
        town.say("c", new Conversation.Inbox("ada"), Card.line("while the town hall was away"));
        start();

        try (Wire.Events events = stream("/stream?after=0", last)) {
            assertThat(events.next("data:"))
                    .isEqualTo("data: {\"conversations\":[\"channel:vault\",\"inbox:ada\"]}");
        }
    }

    @Test
    void manyChangesAtOnceAreFewEvents() throws IOException {
        try (Wire.Events events = stream("/stream?after=0", "")) {
            events.next("retry:");
            SystemTime time = new SystemTime();
            Duration begun = time.elapsed();
            for (int i = 0; i < 300; i++) {
                town.say("p" + i, SHOP, Card.line("post " + i));
            }
            String end = "id: " + town.ledger().lastChange();
            int told = 1;
            while (!events.next("id:").equals(end)) {
                told++;
            }

            // One at once, then one a pause, and the one read last.
            Duration took = time.elapsed().minus(begun);
            assertThat(told).isLessThanOrEqualTo(2 + (int) took.dividedBy(StreamServlet.PAUSE_MIN));
        }
    }

    @Test
    void aDeliveryWakesThePagesToo() throws IOException, InterruptedException {
        WebChat chat = new WebChat();
        long rings = chat.wakes().rings();

        chat.deliver(
                new dev.townhall.core.chat.Outgoing(
                        "a",
                        1,
                        SHOP,
                        java.util.Optional.empty(),
                        false,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        false,
                        dev.townhall.core.bead.Actor.MAYOR,
                        Card.line("one"),
                        dev.townhall.core.ledger.Post.Urgency.NEWS));

        assertThat(chat.wakes().rings()).isEqualTo(rings + 1);
    }

    @Test
    void aQuietStreamGivesSignsOfLife() throws IOException {
        try (TownServer quick =
                        TownServer.start(
                                WebSettings.loopback(0, folder.resolve("quick")),
                                town.doors(),
                                new WebChat(),
                                Duration.ofMillis(50),
                                List.of());
                Wire.Events events =
                        new Wire.Events(Wire.to(quick).open("GET", "/stream?after=0", ""))) {
            events.next("retry:");

            for (int sign = 0; sign < 3; sign++) {
                assertThat(events.next("event:")).isEqualTo("event: ping");
                assertThat(events.next("data:")).isEqualTo("data: {}");
            }
            town.say("a", SHOP, Card.line("one"));
            assertThat(events.next("id:")).isEqualTo("id: " + town.ledger().lastChange());
        }
    }

    /// The page takes a connection for dead that was silent for so long.
    @Test
    void thePageWaitsLongEnoughForASignOfLife() throws IOException {
        String script = Files.readString(Path.of("src/main/resources/assets/townhall.js"));
        Matcher patience = Pattern.compile("QUIET_MAX_MS = ([0-9_]+);").matcher(script);

        assertThat(patience.find()).isTrue();
        assertThat(Long.parseLong(patience.group(1).replace("_", "")))
                .isGreaterThan(2 * StreamServlet.HEARTBEAT.toMillis());
    }

    @Test
    void closingEndsOpenStreamsAtOnce() throws IOException {
        try (Wire.Events events = stream("/stream?after=0", "")) {
            events.next("retry:");

            server.close();

            assertThat(events.ends()).isTrue();
        }
    }

    @Test
    void askingOnlyForItsHeadersHoldsNothing() {
        Wire.Answer answer = Wire.to(server).send("HEAD", "/stream", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
    }

    private Wire.Events stream(String path, String lastEventId) throws IOException {
        Wire wire = Wire.to(server);
        if (!lastEventId.isEmpty()) {
            wire.header("Last-Event-ID", lastEventId);
        }
        return new Wire.Events(wire.open("GET", path, ""));
    }
}
