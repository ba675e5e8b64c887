package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.TownException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TownServerTest {
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
    void everyAnswerTellsTheBrowserToTrustNothingElse() {
        Wire.Answer page = Wire.to(server).get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Referrer-Policy")).contains("same-origin");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Server")).isEmpty();
        assertThat(page.header("X-Powered-By")).isEmpty();
    }

    @Test
    void noPageRefersToAnythingElsewhereOrCarriesInlineScript() {
        String page = Wire.to(server).get("/c/shop").body();

        assertThat(page).doesNotContain("http://", "https://", "<style", " style=", " onclick=");
        assertThat(page.split("<script", -1)).hasSize(5).allMatch(part -> !part.contains("eval("));
        assertThat(page).contains("src=\"/assets/townhall.js?v=");
    }

    @Test
    void assetsMayBeKeptForEverUnderTheHashOfTheirContent() {
        String page = Wire.to(server).get("/").body();
        String address = page.substring(page.indexOf("/assets/townhall.css"));
        address = address.substring(0, address.indexOf('"'));

        Wire.Answer asset = Wire.to(server).get(address);

        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Content-Type").orElseThrow()).startsWith("text/css");
        assertThat(asset.header("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(Wire.to(server).get("/assets/townhall.css?v=old").header("Cache-Control"))
                .contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/assets/../web.key", "/assets/%2e%2e/web.key", "/assets/nope", "/assets/"})
    void onlyKnownFilesAreServed(String path) {
        assertThat(Wire.to(server).get(path).status()).isBetween(400, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""})
    void aForeignNameThatResolvesToThisMachineReadsNothing(String host) {
        Wire.Answer answer = Wire.to(server).header("Host", host).get("/api/v1/whoami");

        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.body()).doesNotContain("\"ada\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:%d", "127.0.0.1:%d", "[::1]:%d", "LOCALHOST:%d"})
    void thisMachinesOwnNamesAreAnswered(String host) {
        assertThat(
                        Wire.to(server)
                                .header("Host", host.formatted(server.port()))
                                .get("/healthz")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void aPlainFormPostsAndComesBackToTheConversation() {
        Wire.Answer page = Wire.to(server).get("/c/shop");

        Wire.Answer answer = Wire.to(server).postForm("/say", said(page, "hello"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).contains("/c/shop#end");
        assertThat(Wire.to(server).get("/c/shop").body()).contains("hello", "I heard: hello");
    }

    @Test
    void theSameFormTwiceIsOneMessage() {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "only once");

        Wire.to(server).postForm("/say", form);
        Wire.Answer again = Wire.to(server).postForm("/say", form);

        assertThat(again.status()).isEqualTo(303);
        assertThat(Wire.to(server).get("/c/shop").body().split("I heard: only once", -1))
                .hasSize(2);
    }

    @Test
    void aButtonSaysItsCommandAndItsText() {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "- [ ] one\r\n- [ ] two");
        form.put("command", "edit hq-cv-1");

        Wire.to(server).postForm("/say", form);

        assertThat(town.heard()).hasSize(1);
        assertThat(town.heard().getFirst().text()).isEqualTo("edit hq-cv-1\n- [ ] one\n- [ ] two");
        assertThat(town.heard().getFirst().sender()).isEqualTo("ada");
        assertThat(town.heard().getFirst().network()).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "wrong"})
    void aFormWithoutItsTokenSaysNothing(String token) {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "hello");
        form.put("token", token);

        assertThat(Wire.to(server).postForm("/say", form).status()).isEqualTo(403);
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void aPageOpenedBeforeARestartStillSendsAfterIt() {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "after the restart");
        server.close();
        server = TownServer.start(WebSettings.loopback(0, folder), town.doors(), new WebChat());

        assertThat(Wire.to(server).postForm("/say", form).status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1"})
    void whatAnotherPageSendsIsRefusedEvenWithTheToken(String origin) {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "hello");

        Wire.Answer answer = Wire.to(server).header("Origin", origin).postForm("/say", form);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(town.heard()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void whatTheBrowserSaysIsFromElsewhereIsRefused(String site) {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "hello");

        assertThat(Wire.to(server).header("Sec-Fetch-Site", site).postForm("/say", form).status())
                .isEqualTo(403);
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void aMessageOfTwoMegabytesGetsOneClearAnswer() {
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), "x".repeat(2_000_000));

        Wire.Answer answer = Wire.to(server).header("HX-Request", "true").postForm("/say", form);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 262144 characters");
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void aBodyThatHidesItsLengthIsStoppedToo() {
        String field = "text=" + "x".repeat(1_500_000);
        String chunked = Integer.toHexString(field.length()) + "\r\n" + field + "\r\n0\r\n\r\n";

        Wire.Answer answer =
                Wire.to(server)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Transfer-Encoding", "chunked")
                        .sendRaw("POST", "/say", chunked);

        assertThat(answer.status()).isIn(400, 413);
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void aLongMessageWithinTheLimitArrivesWhole() {
        String text = "ä".repeat(250_000);
        Map<String, String> form = said(Wire.to(server).get("/c/shop"), text);

        Wire.Answer answer = Wire.to(server).header("HX-Request", "true").postForm("/say", form);

        assertThat(answer.status()).isEqualTo(413);
        Map<String, String> ascii = said(Wire.to(server).get("/c/shop"), "a".repeat(262_144));
        assertThat(Wire.to(server).postForm("/say", ascii).status()).isEqualTo(303);
        assertThat(town.heard().getFirst().text()).hasSize(262_144);
    }

    @Test
    void nothingIsSentWithoutWords() {
        Wire.Answer answer =
                Wire.to(server)
                        .header("HX-Request", "true")
                        .postForm("/say", said(Wire.to(server).get("/c/shop"), " \n "));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("write something first");
    }

    @Test
    void textIsNeverMarkup() {
        String hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;";
        Conversation shop = new Conversation.Channel(ScriptedTown.SHOP);
        town.say(
                "evil",
                shop,
                new Card(
                        hostile,
                        Card.Tone.BAD,
                        List.of(new Card.Field(hostile, hostile)),
                        java.util.Optional.empty(),
                        List.of(
                                new Card.Text(hostile),
                                new Card.Text("`" + hostile + "`\n```\n" + hostile + "\n```"),
                                new Card.Code(hostile, hostile),
                                new Card.Rows(
                                        hostile,
                                        List.of(
                                                new Card.Row(
                                                        "✓", hostile, hostile, hostile, hostile)))),
                        List.of(
                                dev.townhall.core.chat.Action.danger(
                                        "x\" autofocus onfocus=alert(3) \"",
                                        "drop \"><script>alert(4)</script>",
                                        hostile)),
                        hostile));

        String page = Wire.to(server).get("/c/shop").body();

        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page)
                .doesNotContain("<script>alert", "<img", "\"><script")
                .contains("value=\"drop &#34;>&lt;script>alert(4)&lt;/script>\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/c/nope", "/c/", "/c/..", "/t/hq-cv-none", "/t/x", "/c/Shop"})
    void anAddressOfNothingIsSaidToBeNothing(String path) {
        Wire.Answer answer = Wire.to(server).get(path);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Exception", "jetty", "Jetty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void otherMethodsAreRefused(String method) {
        assertThat(Wire.to(server).send(method, "/", "").status()).isEqualTo(405);
    }

    @Test
    void beyondThisMachineALoginIsNeeded() {
        assertThatThrownBy(() ->
                        new WebSettings(
                                "0.0.0.0",
                                0,
                                List.of(),
                                java.util.Optional.empty(),
                                folder,
                                java.time.ZoneOffset.UTC))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("only with a login");
    }

    @Test
    void aTokenLetsOnePersonIn() {
        String token = "t".repeat(20);

        assertThatThrownBy(() ->
                        new WebSettings(
                                "127.0.0.1",
                                0,
                                List.of(
                                        new WebSettings.Login("ada", token),
                                        new WebSettings.Login("bob", token)),
                                java.util.Optional.empty(),
                                folder,
                                java.time.ZoneOffset.UTC))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("ada and bob")
                .hasMessageContaining("must differ")
                .hasMessageNotContaining(token);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() ->
                        TownServer.start(
                                WebSettings.loopback(server.port(), folder),
                                town.doors(),
                                new WebChat()))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    private static Map<String, String> said(Wire.Answer page, String text) {
        Map<String, String> form = new HashMap<>();
        for (String name : List.of("token", "conversation", "page", "id")) {
            form.put(name, page.field(name));
        }
        form.put("text", text);
        return form;
    }
}
