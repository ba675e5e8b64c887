package dev.townhall.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.reconcile.ManualTime;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.Credentials;
import dev.townhall.core.tool.ToolTown;
import dev.townhall.server.web.Insiders;
import dev.townhall.server.web.TownServer;
import dev.townhall.server.web.WebChat;
import dev.townhall.server.web.WebSettings;
import dev.townhall.server.web.WebTown;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who calls the agents' door without a live token is told of; a last call on its way is not.
final class RefusedTest {
    @TempDir private Path folder;
    private final ToolTown world = new ToolTown();
    private final ManualTime time = new ManualTime();
    private final Credentials credentials = new Credentials(new SecureRandomness(), time);
    private final Credential nux = ToolTown.credential(AgentRole.POLECAT);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private TownServer server;

    @BeforeEach
    void start() {
        server =
                TownServer.start(
                        WebSettings.loopback(0, folder),
                        new WebTown(
                                world.town.ledger(),
                                world.town.reception()::receive,
                                world.town,
                                new SecureRandomness()),
                        new WebChat(),
                        List.of(
                                new McpDoor(
                                                world.tools,
                                                credentials,
                                                new Refused(
                                                        Insiders.NOBODY,
                                                        (who, what) -> told.add(who + ": " + what)))
                                        .handler()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTokenUsedLongAfterItsSessionTellsWhoseItWas() throws Exception {
        String token = credentials.issue(nux).text();
        credentials.revoke(nux);
        time.pass(Duration.ofMinutes(2));

        assertThat(called(token)).isEqualTo(401);

        assertThat(told)
                .containsExactly(
                        "shop/polecats/nux: call the agents' tools with its token after its session was over");
    }

    @Test
    void theLastCallOfASessionThatHasJustEndedIsNotTold() throws Exception {
        String token = credentials.issue(nux).text();
        credentials.revoke(nux);

        assertThat(called(token)).isEqualTo(401);

        assertThat(told).isEmpty();
    }

    @Test
    void aForgedTokenIsTold() throws Exception {
        credentials.issue(nux);

        assertThat(called("gtmcp_" + "0".repeat(64))).isEqualTo(401);

        assertThat(told)
                .containsExactly(
                        "a program of this machine: call the agents' tools with a token that nobody was given");
    }

    private int called(String token) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + "mcp"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
