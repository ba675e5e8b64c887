package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    private static final Conversation SHOP = new Conversation.Channel(ScriptedTown.SHOP);
    private static final String HELLO = "{\"conversation\":\"channel:shop\",\"text\":\"hello\"}";

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
    void aProgramSpeaksAsThePersonItIs() {
        Wire.Answer answer = say("0123456789", HELLO);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Json.parse(answer.body()).path("outcome").asText()).isEqualTo("said");
        assertThat(town.heard().getFirst().sender()).isEqualTo("ada");
        assertThat(get("posts?conversation=channel:shop").path("posts"))
                .extracting(post -> post.path("author").asText())
                .containsExactly("overseer/ada", "mayor");
    }

    @Test
    void theSameIdempotencyKeyTwiceIsOneMessage() {
        say("0123456789", HELLO);

        JsonNode again = Json.parse(say("0123456789", HELLO).body());

        assertThat(again.path("outcome").asText()).isEqualTo("duplicate");
        assertThat(get("posts?conversation=channel:shop").path("posts")).hasSize(2);
    }

    @Test
    void whatTheTownRefusesHasAnErrorStatusAndItsReason() {
        Wire.Answer answer =
                say("0123456789", "{\"conversation\":\"channel:shop\",\"text\":\"refuse me\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(Json.parse(answer.body()).path("message").asText())
                .isEqualTo("I will not: refuse me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "has blanks in it", "under/score"})
    void aMessageNeedsAnIdOfItsOwn(String key) {
        assertThat(say(key, HELLO).status()).isEqualTo(400);
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void aFormOfAStrangerCannotSpeak() {
        Wire.Answer answer =
                Wire.to(server)
                        .header("Content-Type", "text/plain")
                        .header("Idempotency-Key", "0123456789")
                        .postJson("/api/v1/say", HELLO);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(town.heard()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "[]",
                "{\"conversation\":\"channel:nope\",\"text\":\"x\"}",
                "{\"conversation\":\"inbox:bob\",\"text\":\"x\"}",
                "{\"conversation\":\"cellar:shop\",\"text\":\"x\"}",
                "{\"conversation\":\"channel:shop\",\"text\":\"  \"}"
            })
    void aMessageThatCannotBeMeantIsRefusedClearly(String body) {
        Wire.Answer answer = say("0123456789", body);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(Json.parse(answer.body()).path("message").asText()).isNotEmpty();
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void changesGoOnFromTheirCursorAndShowAnEditedPostOnceMore() {
        town.say("a", SHOP, Card.line("one"));
        town.say("b", SHOP, Card.line("two"));
        long cursor = get("changes?after=0").path("cursor").asLong();
        town.say("a", SHOP, Card.line("one, edited"));

        JsonNode next = get("changes?after=" + cursor);

        assertThat(next.path("posts")).hasSize(1);
        assertThat(next.at("/posts/0/revision").asInt()).isEqualTo(2);
        assertThat(next.at("/posts/0/card/fallback").asText()).isEqualTo("one, edited");
        assertThat(get("changes?after=" + next.path("cursor").asLong()).path("posts")).isEmpty();
    }

    @Test
    void eventsGoOnFromTheirNumber() {
        JsonNode first = get("events?from=1&limit=2");

        JsonNode second = get("events?from=" + first.path("next").asLong() + "&limit=1");

        assertThat(first.path("events")).hasSize(2);
        assertThat(second.at("/events/0/seq").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"changes?after=-1", "changes?after=x", "posts?conversation=x", "nope", ""})
    void aQuestionThatMakesNoSenseIsAnsweredAsJson(String path) {
        Wire.Answer answer = Wire.to(server).get("/api/v1/" + path);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(Json.parse(answer.body()).path("message").asText()).isNotEmpty();
    }

    private JsonNode get(String path) {
        Wire.Answer answer = Wire.to(server).get("/api/v1/" + path);
        assertThat(answer.status()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private Wire.Answer say(String key, String body) {
        return Wire.to(server).header("Idempotency-Key", key).postJson("/api/v1/say", body);
    }
}
