package dev.townhall.botslack.webapi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.townhall.botslack.blockkit.BlockKit;
import dev.townhall.botslack.blockkit.Message;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.ChatPort.Failed;
import dev.townhall.core.chat.ChatPort.Failure;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.SharedData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Slack on a bad day.
final class WebApiFaultsTest {
    private static final Message HELLO = BlockKit.message(Card.line("hello"), Actor.MAYOR);
    private static final String POST = "/api/chat.postMessage";

    private final WireMockServer slack =
            new WireMockServer(
                    WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final WebApi api;

    WebApiFaultsTest() {
        slack.start();
        api = open(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        api.close();
        slack.stop();
    }

    @Test
    void tooManyRequestsCarryTheirPause() {
        slack.stubFor(
                post(POST).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));

        assertThat(failure(send()))
                .isEqualTo(
                        new Failed(
                                Failure.RATE_LIMITED,
                                "HTTP 429",
                                Optional.of(Duration.ofSeconds(17))));
    }

    @ParameterizedTest
    @CsvSource({"'',30", "soon,30", "-5,30", "999999,900", "Wed Oct 21 07:28:00 GMT,30"})
    void aPauseThatIsNoneIsHalfAMinuteAndNoneIsLongerThanAQuarterOfAnHour(
            String header, long seconds) {
        slack.stubFor(
                post(POST)
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", header)));

        assertThat(failure(send()).retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 404, 403})
    void anAnswerThatIsNotSlacksLeavesDoubtAndIsAskedForOnce(int status) {
        slack.stubFor(
                post(POST)
                        .willReturn(
                                aResponse()
                                        .withStatus(status)
                                        .withHeader("Retry-After", "0")
                                        .withBody("<html>oops</html>")));

        assertThat(failure(send()).kind()).isEqualTo(Failure.TRANSIENT);
        slack.verify(1, postRequestedFor(urlPathEqualTo(POST)));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBrokenConnectionLeavesDoubtAndNothingIsSentTwice(Fault fault) {
        slack.stubFor(post(POST).willReturn(aResponse().withFault(fault)));

        assertThat(failure(send()).kind()).isEqualTo(Failure.TRANSIENT);
        slack.verify(1, postRequestedFor(urlPathEqualTo(POST)));
    }

    @Test
    void aConnectionThatDiedBetweenCallsIsNotUsedToSendTwice() {
        slack.stubFor(post(POST).willReturn(okJson("{\"ok\":true,\"ts\":\"1.0\"}")));
        send();
        slack.stubFor(post(POST).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThat(failure(send()).kind()).isEqualTo(Failure.TRANSIENT);
        slack.verify(2, postRequestedFor(urlPathEqualTo(POST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{\"ok\":true}",
                "{\"ok\":true,\"ts\":[]}",
                "{\"ok\":\"maybe\"}",
                "<html>"
            })
    void anAnswerThatCannotBeReadLeavesDoubt(String body) {
        slack.stubFor(post(POST).willReturn(okJson(body)));

        assertThat(failure(send()).kind()).isEqualTo(Failure.TRANSIENT);
    }

    @Test
    void silenceLeavesDoubt() {
        slack.stubFor(
                post(POST)
                        .willReturn(okJson("{\"ok\":true,\"ts\":\"1.0\"}").withFixedDelay(20_000)));
        try (WebApi hasty = open(Duration.ofMillis(300))) {
            assertThat(failure(hasty.post("C1", Optional.empty(), "k1", HELLO)).kind())
                    .isEqualTo(Failure.TRANSIENT);
        }
    }

    @Test
    void nobodyElseGetsTheToken() {
        slack.stubFor(
                post(POST)
                        .willReturn(
                                aResponse()
                                        .withStatus(307)
                                        .withHeader("Location", slack.baseUrl() + "/elsewhere")));

        assertThat(failure(send()).kind()).isEqualTo(Failure.TRANSIENT);
        slack.verify(0, postRequestedFor(urlPathEqualTo("/elsewhere")));
    }

    @ParameterizedTest
    @CsvSource({
        "ratelimited,RATE_LIMITED",
        "invalid_auth,AUTH",
        "token_revoked,AUTH",
        "account_inactive,AUTH",
        "missing_scope,AUTH",
        "channel_not_found,NOT_FOUND",
        "message_not_found,NOT_FOUND",
        "is_archived,PERMANENT",
        "not_in_channel,PERMANENT",
        "invalid_blocks,PERMANENT",
        "msg_blocks_too_long,PERMANENT",
        "what_nobody_heard_of,PERMANENT",
        "fatal_error,TRANSIENT",
        "internal_error,TRANSIENT",
        "service_unavailable,TRANSIENT",
        "'',TRANSIENT"
    })
    void whatSlackSaysHasAMeaning(String error, Failure kind) {
        slack.stubFor(post(POST).willReturn(okJson("{\"ok\":false,\"error\":\"" + error + "\"}")));

        assertThat(failure(send()).kind()).isEqualTo(kind);
    }

    @Test
    void aMissingScopeIsNamed() {
        slack.stubFor(
                post(POST)
                        .willReturn(
                                okJson(
                                        "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\"}")));

        assertThat(failure(send()).reason()).isEqualTo("missing_scope (needs chat:write)");
    }

    @Test
    void nothingButTheCallItselfIsSent() {
        slack.stubFor(post(POST).willReturn(okJson("{\"ok\":true,\"ts\":\"1.0\"}")));

        assertThat(send()).isEqualTo(new Answer.Got<>("1.0"));
        assertThat(slack.getAllServeEvents()).hasSize(1);
    }

    @Test
    void aReactionThatIsThereAlreadyIsAsGood() {
        reply("reactions.add", okJson("{\"ok\":false,\"error\":\"already_reacted\"}"));
        reply("reactions.remove", okJson("{\"ok\":false,\"error\":\"no_reaction\"}"));

        assertThat(api.react("C1", "1.0", "eyes")).isEqualTo(new Answer.Got<>(true));
        assertThat(api.unreact("C1", "1.0", "eyes")).isEqualTo(new Answer.Got<>(true));
    }

    @Test
    void theAddressOfASocketIsReadAndOneThatIsNoneIsNoAnswer() {
        reply("apps.connections.open", okJson("{\"ok\":true,\"url\":\"wss://a.b/link?t=1\"}"));
        assertThat(api.openSocket()).isEqualTo(new Answer.Got<>(URI.create("wss://a.b/link?t=1")));

        for (String url : List.of("", "not an address", "wss:")) {
            reply("apps.connections.open", okJson("{\"ok\":true,\"url\":\"" + url + "\"}"));
            assertThat(failure(api.openSocket()).kind()).isEqualTo(Failure.TRANSIENT);
        }
    }

    @Test
    void aTokenIntroducesItselfWithItsRightsAndItsApp() {
        reply(
                "auth.test",
                okJson(
                                "{\"ok\":true,\"team\":\"Acme\",\"team_id\":\"T1\",\"user_id\":\"UB\",\"bot_id\":\"BB\"}")
                        .withHeader("X-OAuth-Scopes", "im:write, chat:write"));
        reply("bots.info", okJson("{\"ok\":true,\"bot\":{\"id\":\"BB\",\"app_id\":\"A1\"}}"));

        assertThat(api.introduction())
                .isEqualTo(
                        new Answer.Got<>(
                                new Introduction(
                                        new Self("T1", "UB", "BB"),
                                        "A1",
                                        Optional.empty(),
                                        "Acme",
                                        List.of("chat:write", "im:write"))));
    }

    /// Every field that Slack ever sends, at once.
    @Test
    void everyRecordedAnswerIsRead() throws IOException {
        for (Path file : SharedData.files("slack/web-api")) {
            String name = file.getFileName().toString();
            ObjectNode answer = (ObjectNode) Json.parse(Files.readString(file));
            answer.put("ok", true);
            reply(name.substring(0, name.length() - ".json".length()), okJson(answer.toString()));
        }
        ObjectNode history = Json.object().put("ok", true);
        history.set("messages", recorded("conversations.replies").path("messages"));
        reply("conversations.history", okJson(history.toString()));
        reply("reactions.remove", okJson("{\"ok\":true}"));
        Self self = new Self("T00000000", "U00000000", "B00000000");

        assertThat(api.introduction())
                .isEqualTo(
                        new Answer.Got<>(
                                new Introduction(
                                        self, "A00000000", Optional.empty(), "", List.of())));
        assertThat(send()).isEqualTo(new Answer.Got<>("0000000000.000000"));
        assertThat(api.update("C1", "1.0", "k1", HELLO))
                .isEqualTo(new Answer.Got<>("0000000000.000000"));
        assertThat(api.openDirect("U1")).isInstanceOf(Answer.Got.class);
        assertThat(api.find("C1", Optional.of("1.0"), "k1", self))
                .isEqualTo(new Answer.Got<>(Optional.empty()));
        assertThat(api.find("C1", Optional.empty(), "k1", self))
                .isEqualTo(new Answer.Got<>(Optional.empty()));
        assertThat(api.whisper("C1", Optional.empty(), "U1", HELLO))
                .isEqualTo(new Answer.Got<>(true));
        assertThat(api.openForm("t", "{}")).isEqualTo(new Answer.Got<>(true));
        assertThat(api.react("C1", "1.0", "eyes")).isEqualTo(new Answer.Got<>(true));
        assertThat(api.account("U1"))
                .isEqualTo(
                        new Answer.Got<>(
                                new Account("T00000000", "U00000000", false, false, false, "")));
    }

    private static JsonNode recorded(String method) throws IOException {
        for (Path file : SharedData.files("slack/web-api")) {
            if (file.endsWith(method + ".json")) {
                return Json.parse(Files.readString(file));
            }
        }
        return Json.object();
    }

    private void reply(String method, ResponseDefinitionBuilder answer) {
        slack.stubFor(post("/api/" + method).willReturn(answer));
    }

    private Answer<String> send() {
        return api.post("C1", Optional.empty(), "k1", HELLO);
    }

    private WebApi open(Duration timeout) {
        return WebApi.open(slack.baseUrl() + "/api/", "xoxb-1", timeout);
    }

    private static Failed failure(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed<?>) answer).failure();
    }
}
