package dev.townhall.botslack.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.SharedData;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What Slack really sends, in every shape: whole, within envelopes, and damaged.
final class RecordedPayloadsTest {
    private static final int MUTATIONS = 20_000;

    @Test
    void everyPayloadIsRead() throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        for (JsonNode payload : payloads().values()) {
            String type = payload.path("type").asText();
            boolean enveloped = payload.has("envelope_id");
            Optional<Delivery> read =
                    enveloped
                            ? Payloads.ofEnvelope(payload)
                            : Optional.of(
                                    Payloads.ofJson(isInner(type) ? outer(payload) : payload));
            read.ifPresent(
                    it -> kinds.merge(it.what().getClass().getSimpleName(), 1, Integer::sum));
        }

        assertThat(kinds)
                .containsKeys(
                        "Said",
                        "Edited",
                        "Removed",
                        "Pressed",
                        "Submitted",
                        "OnMessage",
                        "Shortcut",
                        "HomeOpened",
                        "ChannelRenamed",
                        "ChannelOpen",
                        "Revoked",
                        "HeldBack",
                        "Ignored");
    }

    @Test
    void aMessageOfAProgramInASharedChannelIsNotHeard() throws IOException {
        Delivery delivery = Payloads.ofJson(payload("bolt_EventInSharedChannelsTest_c591f944"));

        assertThat(delivery.teams()).containsExactly("T_INSTALLED");
        assertThat(delivery.what()).isInstanceOf(Incoming.Ignored.class);
    }

    @Test
    void aMentionIsHeardThroughASocketAsByHttp() throws IOException {
        JsonNode envelope = payload("slack-api-client_MockSocketMode_086ad0d0");

        Optional<Delivery> bySocket = Payloads.ofEnvelope(envelope);
        Delivery byHttp = Payloads.ofBody(envelope.path("payload").toString());

        assertThat(bySocket).contains(byHttp);
        assertThat(byHttp.what())
                .isEqualTo(
                        new Incoming.Said(
                                new Spot("C111", Optional.empty()),
                                "C111/1605853844.000800",
                                new Author("T111", "U111", false),
                                "<@U222> hey",
                                false));
    }

    @Test
    void aPressIsTheSameAsAFormField() throws IOException {
        JsonNode press = payload("bolt_BlockActionTest_ec292ebd");

        Delivery delivery =
                Payloads.ofBody("payload=" + URLEncoder.encode(press.toString(), UTF_8));

        assertThat(delivery).isEqualTo(Payloads.ofJson(press));
        assertThat(delivery.what())
                .isInstanceOfSatisfying(
                        Incoming.Pressed.class,
                        it -> assertThat(it.value()).isEqualTo("create_task"));
    }

    @Test
    void aDamagedPayloadIsReadOrRefusedAndNothingElse() throws IOException {
        List<String> texts = payloads().values().stream().map(JsonNode::toString).toList();
        Dice dice = new Dice(7);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String damaged = damaged(dice, dice.oneOf(texts));
            try {
                Payloads.ofBody(damaged);
                read++;
            } catch (TownException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
            }
        }

        assertThat(read).isBetween(MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
    }

    /// Bytes lost, doubled or replaced; values of another type; several times over.
    private static String damaged(Dice dice, String text) {
        StringBuilder damaged = new StringBuilder(text);
        int times = dice.between(1, 4);
        for (int i = 0; i < times && damaged.length() > 1; i++) {
            int at = dice.below(damaged.length());
            int end = Math.min(damaged.length(), at + dice.between(1, 12));
            switch (dice.below(5)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(at, damaged.substring(at, end));
                case 2 -> damaged.insert(at, Gen.hostileText(3).from(dice));
                case 3 -> replace(damaged, at, dice);
                default -> damaged.setCharAt(at, (char) dice.below(0x250));
            }
        }
        return damaged.toString();
    }

    /// Another value behind the next colon: the text stays JSON.
    private static void replace(StringBuilder text, int from, Dice dice) {
        int at = text.indexOf(":\"", from);
        int end = at < 0 ? -1 : text.indexOf("\"", at + 2);
        if (end > 0) {
            text.replace(at + 1, end + 1, dice.oneOf(List.of("null", "7", "[]", "{}", "true")));
        }
    }

    private static boolean isInner(String type) {
        return !List.of(
                        "event_callback",
                        "block_actions",
                        "view_submission",
                        "view_closed",
                        "message_action",
                        "shortcut",
                        "url_verification",
                        "app_rate_limited")
                .contains(type);
    }

    private static ObjectNode outer(JsonNode event) {
        ObjectNode payload = Json.object().put("type", "event_callback").put("team_id", "T1");
        payload.set("event", event);
        return payload;
    }

    private static JsonNode payload(String name) throws IOException {
        return Objects.requireNonNull(payloads().get(name + ".json"), name);
    }

    private static Map<String, JsonNode> payloads() throws IOException {
        Map<String, JsonNode> payloads = new LinkedHashMap<>();
        for (Path file : SharedData.files("slack/payloads")) {
            payloads.put(file.getFileName().toString(), Json.parse(Files.readString(file)));
        }
        return payloads;
    }
}
