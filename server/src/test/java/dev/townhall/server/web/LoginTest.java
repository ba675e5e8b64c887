package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final String ADA = "ada-0123456789abcdef0123";
    private static final String BOB = "bob-0123456789abcdef0123";

    private final ScriptedTown town = ScriptedTown.fresh();

    @TempDir Path folder;
    private TownServer server;

    @BeforeEach
    void start() {
        server = start(Optional.empty(), ADA, BOB);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TownServer start(Optional<URI> address, String ada, String bob) {
        List<WebSettings.Login> logins =
                List.of(new WebSettings.Login("ada", ada), new WebSettings.Login("bob", bob));
        return TownServer.start(
                new WebSettings("127.0.0.1", 0, logins, address, folder, ZoneOffset.UTC),
                town.doors(),
                new WebChat());
    }

    @Test
    void aStrangerIsSentToTheLoginAndBack() {
        Wire.Answer answer = Wire.to(server).get("/c/shop");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).contains("/login?next=%2Fc%2Fshop");
        assertThat(login(ADA, "/c/shop").header("Location")).contains("/c/shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/whoami", "/api/v1/posts?conversation=channel:shop", "/stream"})
    void programsAreToldToLogIn(String path) {
        Wire.Answer answer = Wire.to(server).get(path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() {
        String cookie = login(ADA, "/").header("Set-Cookie").orElseThrow();

        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(ADA);
        assertThat(cookie).matches("gt_session=[0-9a-f]{64};.*");
    }

    @Test
    void behindTlsTheCookieIsSecure() {
        server.close();
        server = start(Optional.of(URI.create("https://town.example/")), ADA, BOB);

        assertThat(login(ADA, "/").header("Set-Cookie").orElseThrow()).contains("Secure");
    }

    @Test
    void behindTlsThePublicOriginMaySend() {
        server.close();
        server = start(Optional.of(URI.create("https://town.example/")), ADA, BOB);
        String cookie = session(login(ADA, "/"));
        Wire.Answer page = Wire.to(server).header("Cookie", cookie).get("/c/shop");

        Wire.Answer answer =
                Wire.to(server)
                        .header("Cookie", cookie)
                        .header("Origin", "https://town.example")
                        .postForm("/say", said(page, "hello"));

        assertThat(answer.status()).isEqualTo(303);
    }

    @Test
    void eachTokenNamesItsPerson() {
        String ada = session(login(ADA, "/"));
        String bob = session(login(BOB, "/"));

        assertThat(Wire.to(server).header("Cookie", ada).get("/api/v1/whoami").body())
                .contains("\"person\":\"ada\"");
        assertThat(Wire.to(server).header("Cookie", bob).get("/api/v1/whoami").body())
                .contains("\"person\":\"bob\"");
        assertThat(
                        Wire.to(server)
                                .header("Authorization", "Bearer " + BOB)
                                .get("/api/v1/whoami")
                                .body())
                .contains("\"person\":\"bob\"");
    }

    @Test
    void onePersonsFormTokenIsNoUseToAnother() {
        String ada = session(login(ADA, "/"));
        String bob = session(login(BOB, "/"));
        Map<String, String> form =
                said(Wire.to(server).header("Cookie", ada).get("/c/shop"), "as bob");

        Wire.Answer answer = Wire.to(server).header("Cookie", bob).postForm("/say", form);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(town.heard()).isEmpty();
    }

    @Test
    void nobodyReadsAnothersInboxOrARigThatIsNotTheirs() {
        town.say("a", new Conversation.Inbox("ada"), Card.line("for ada's eyes"));
        town.say("b", new Conversation.Channel(ScriptedTown.VAULT), Card.line("in the vault"));
        String bob = session(login(BOB, "/"));

        for (String path :
                List.of(
                        "/",
                        "/inbox",
                        "/c/shop",
                        "/c/vault",
                        "/api/v1/conversations",
                        "/api/v1/changes",
                        "/api/v1/events",
                        "/api/v1/posts?conversation=inbox:ada",
                        "/api/v1/posts?conversation=channel:vault")) {
            Wire.Answer answer = Wire.to(server).header("Cookie", bob).get(path);
            assertThat(answer.body())
                    .as(path)
                    .doesNotContain("ada's eyes", "in the vault", "inbox:ada\"");
        }
        assertThat(Wire.to(server).header("Cookie", bob).get("/c/vault").status()).isEqualTo(404);
    }

    @Test
    void aSessionOutlivesARestartAndIsKeptOnlyAsItsHash() throws IOException {
        String cookie = session(login(ADA, "/"));
        server.close();
        server = start(Optional.empty(), ADA, BOB);

        assertThat(Wire.to(server).header("Cookie", cookie).get("/").status()).isEqualTo(200);
        Path file = folder.resolve("web-sessions");
        assertThat(Files.readString(file))
                .doesNotContain(cookie.substring("gt_session=".length()), ADA);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenThatWasTakenOutOfTheSettingsEndsItsSessions() {
        String cookie = session(login(ADA, "/"));
        server.close();
        server = start(Optional.empty(), "another-0123456789abcdef", BOB);

        assertThat(Wire.to(server).header("Cookie", cookie).get("/").status()).isEqualTo(303);
    }

    @Test
    void loggingOutEndsTheSession() {
        String cookie = session(login(ADA, "/"));
        String token = Wire.to(server).header("Cookie", cookie).get("/").field("token");

        Wire.Answer answer =
                Wire.to(server)
                        .header("Cookie", cookie)
                        .postForm("/logout", Map.of("token", token));

        assertThat(answer.header("Location")).contains("/login");
        assertThat(Wire.to(server).header("Cookie", cookie).get("/").status()).isEqualTo(303);
    }

    @Test
    void tokensCannotBeTriedQuickly() {
        for (int i = 0; i < Attempts.FAILURES_MAX; i++) {
            assertThat(login("wrong-" + i, "/").status()).isEqualTo(403);
        }

        Wire.Answer refused = login(ADA, "/");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "javascript:1"
            })
    void theLoginLeadsNowhereElse(String next) {
        assertThat(login(ADA, next).header("Location")).contains("/");
    }

    @Test
    void aTokenForNobodyIsSaidToBeSo() {
        server.close();
        List<WebSettings.Login> logins = List.of(new WebSettings.Login("zoe", ADA));
        server =
                TownServer.start(
                        new WebSettings(
                                "127.0.0.1", 0, logins, Optional.empty(), folder, ZoneOffset.UTC),
                        town.doors(),
                        new WebChat());

        Wire.Answer answer =
                Wire.to(server).header("Authorization", "Bearer " + ADA).get("/api/v1/whoami");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("zoe, who is no person of this town");
    }

    @Test
    void aGuessableTokenIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new WebSettings.Login("ada", "secret"))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("20 to 512")
                .hasMessageNotContaining("secret");
    }

    private Wire.Answer login(String token, String next) {
        Map<String, String> form = new HashMap<>();
        form.put("token", Wire.to(server).get("/login").field("token"));
        form.put("next", next);
        form.put("login", token);
        return Wire.to(server).postForm("/login", form);
    }

    private static String session(Wire.Answer login) {
        String cookie = login.header("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static Map<String, String> said(Wire.Answer page, String text) {
        Map<String, String> form = new HashMap<>();
        for (String name : List.of("token", "conversation", "page", "id")) {
            form.put(name, page.field(name));
        }
        form.put("conversation", "channel:shop");
        form.put("text", text);
        return form;
    }
}
