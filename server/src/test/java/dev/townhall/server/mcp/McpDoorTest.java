package dev.townhall.server.mcp;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.ToolSpec;
import dev.townhall.core.tool.ToolTown;
import dev.townhall.server.web.TownServer;
import dev.townhall.server.web.WebChat;
import dev.townhall.server.web.WebSettings;
import dev.townhall.server.web.WebTown;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tools over the wire: the protocol's own client against the real server.
final class McpDoorTest {
    private static final String LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}";

    @TempDir private Path folder;
    private final ToolTown world = new ToolTown();
    private TownServer server;

    @BeforeEach
    void start() {
        server = serve(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TownServer serve(int port) {
        return TownServer.start(
                WebSettings.loopback(port, folder),
                new WebTown(
                        world.town.ledger(),
                        world.town.reception()::receive,
                        world.town,
                        new SecureRandomness()),
                new WebChat(),
                List.of(new McpDoor(world.tools, world.credentials).handler()));
    }

    private String token(AgentRole role) {
        return world.credentials.issue(ToolTown.credential(role)).text();
    }

    private AgentClient connected(AgentRole role) {
        AgentClient client = new AgentClient(server.address(), token(role));
        client.connect();
        return client;
    }

    @Test
    void anAgentSeesTheToolsOfItsRoleWithTheirSchemas() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            List<McpSchema.Tool> tools = nux.tools();

            assertThat(tools.stream().map(McpSchema.Tool::name))
                    .containsExactlyInAnyOrderElementsOf(
                            world.tools.visibleTo(AgentRole.POLECAT).stream()
                                    .map(ToolSpec::name)
                                    .toList());
            McpSchema.Tool create = named(tools, "create");
            assertThat(create.inputSchema())
                    .containsEntry("required", List.of("title"))
                    .containsEntry("additionalProperties", false);
            assertThat(named(tools, "show").annotations().readOnlyHint()).isTrue();
            assertThat(create.annotations().readOnlyHint()).isFalse();
        }
    }

    @Test
    void aFetchedListShowsThatTheAgentIsConnected() {
        Credential who = ToolTown.credential(AgentRole.WITNESS);
        List<Credential> told = new CopyOnWriteArrayList<>();
        world.credentials.onListed(told::add);
        try (AgentClient witness = connected(AgentRole.WITNESS)) {
            assertThat(world.credentials.hasListed(who)).isFalse();

            assertThat(witness.tools().stream().map(McpSchema.Tool::name))
                    .contains("show")
                    .doesNotContain("create", "done");

            // It counts from when the answer is out, so a little later than the answer is here.
            await().until(() -> !told.isEmpty());
            assertThat(world.credentials.hasListed(who)).isTrue();
            assertThat(told).containsExactly(who);
        }
    }

    @Test
    void aCallIsCarriedOutInTheLedger() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            McpSchema.CallToolResult made =
                    nux.call(
                            "create",
                            Map.of(
                                    "title",
                                    "Mend the gate",
                                    "priority",
                                    1,
                                    "labels",
                                    List.of("ui")));
            McpSchema.CallToolResult done = nux.call("done", Map.of("summary", "all of it"));

            assertThat(made.isError()).as(AgentClient.text(made)).isFalse();
            Bead bead = bead(AgentClient.text(made));
            assertThat(bead.title()).isEqualTo("Mend the gate");
            assertThat(bead.priority()).isEqualTo(1);
            assertThat(bead.createdBy()).isEqualTo("shop/polecats/nux");
            assertThat(bead.id().prefix()).isEqualTo("sh");
            assertThat(done.isError()).isFalse();
            assertThat(hook().claim()).contains("all of it");
            assertThat(world.town.bead(ToolTown.onHook(AgentRole.POLECAT)).isClosed()).isFalse();
        }
    }

    @Test
    void whatIsWrongIsAnAnswerTheAgentCanActOn() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            Map<BeadId, Bead> before = world.beads();

            assertThat(refused(nux, "create", Map.of("title", 7)))
                    .isEqualTo(
                            "create: 'title' must be text of 1 to 200 characters; found a number.");
            assertThat(refused(nux, "create", Map.of("title", "x".repeat(1_000_000))))
                    .contains("text of 1 to 200 characters; found 1000000");
            assertThat(refused(nux, "create", Map.of("title", "t", "status", "closed")))
                    .contains("create takes no 'status'");
            assertThat(refused(nux, "show", Map.of("id", "bo-free")))
                    .isEqualTo("There is no bead 'bo-free' on rig shop. `ready` lists open work.");
            assertThat(world.beads()).isEqualTo(before);
        }
    }

    @Test
    void aToolOfAnotherRoleIsRefused() {
        try (AgentClient witness = connected(AgentRole.WITNESS)) {
            assertThat(refused(witness, "create", Map.of("title", "t")))
                    .contains("A witness has no tool 'create'");
        }
    }

    @Test
    void aRestartOfTheServerBetweenTwoCallsIsNotNoticed() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            nux.call("comment", Map.of("id", "sh-free", "text", "before"));
            int port = server.port();
            server.close();
            server = serve(port);

            McpSchema.CallToolResult after =
                    nux.call("comment", Map.of("id", "sh-free", "text", "after"));

            assertThat(after.isError()).as(AgentClient.text(after)).isFalse();
            assertThat(world.town.bead(new BeadId("sh-free")).comments())
                    .extracting(comment -> comment.text())
                    .containsExactly("before", "after");
        }
    }

    @Test
    void aSupersededSessionIsToldSoAndChangesNothing() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            world.supersede(AgentRole.POLECAT);
            Map<BeadId, Bead> before = world.beads();

            assertThat(refused(nux, "create", Map.of("title", "t"))).contains("superseded");
            assertThat(world.beads()).isEqualTo(before);
        }
    }

    @Test
    void aRevokedTokenIsTurnedAway() {
        try (AgentClient nux = connected(AgentRole.POLECAT)) {
            Map<BeadId, Bead> before = world.beads();
            world.credentials.revoke(ToolTown.credential(AgentRole.POLECAT));

            assertThatThrownBy(() -> nux.call("create", Map.of("title", "t")))
                    .isInstanceOf(RuntimeException.class);
            assertThat(world.beads()).isEqualTo(before);
        }
    }

    @Test
    void withoutALiveTokenThereIsNothing() throws Exception {
        String live = token(AgentRole.POLECAT);

        assertThat(post(LIST).statusCode()).isEqualTo(401);
        assertThat(post(LIST, "Authorization", "Bearer gtmcp_" + "0".repeat(64)).statusCode())
                .isEqualTo(401);
        assertThat(post(LIST, "Authorization", "Basic " + live).statusCode()).isEqualTo(401);
        assertThat(post(LIST, "Authorization", "Bearer " + live + "0").statusCode()).isEqualTo(401);
        assertThat(post("not json").statusCode()).isEqualTo(401);
        assertThat(post(LIST, "Authorization", "Bearer " + live).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageIsTurnedAwayWhateverItKnows() throws Exception {
        String bearer = "Bearer " + token(AgentRole.POLECAT);

        assertThat(post(LIST, "Authorization", bearer, "Origin", "http://127.0.0.1").statusCode())
                .isEqualTo(403);
        assertThat(
                        post(LIST, "Authorization", bearer, "Sec-Fetch-Site", "same-origin")
                                .statusCode())
                .isEqualTo(403);
        assertThat(post(LIST, "Authorization", bearer, "X-Host", "evil.example").statusCode())
                .isEqualTo(200);
    }

    @Test
    void garbageAndTooMuchAreRefused() throws Exception {
        String bearer = "Bearer " + token(AgentRole.POLECAT);

        assertThat(post("{\"jsonrpc\":", "Authorization", bearer).statusCode()).isEqualTo(400);
        assertThat(tooMuch(bearer)).isTrue();
        assertThat(send("GET", "", "Authorization", bearer).statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "", "Authorization", bearer).statusCode()).isEqualTo(405);
    }

    /// A door that does not hear too much out may close before its answer is read.
    private boolean tooMuch(String bearer) throws Exception {
        try {
            String body = "x".repeat(5 * 1024 * 1024);
            return post(body, "Authorization", bearer).statusCode() == 413;
        } catch (IOException e) {
            return true;
        }
    }

    private Bead bead(String answer) {
        String id = answer.substring("Made ".length(), answer.indexOf(':'));
        return world.town.bead(new BeadId(id));
    }

    private Hook.Loaded hook() {
        Hook hook = world.town.read(view -> Hooks.of(view, ToolTown.agentBead(AgentRole.POLECAT)));
        return (Hook.Loaded) hook;
    }

    private static String refused(AgentClient client, String tool, Map<String, Object> arguments) {
        McpSchema.CallToolResult result = client.call(tool, arguments);
        assertThat(result.isError()).as(AgentClient.text(result)).isTrue();
        return AgentClient.text(result);
    }

    private static McpSchema.Tool named(List<McpSchema.Tool> tools, String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        return send("POST", body, headers);
    }

    private HttpResponse<String> send(String method, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.address() + "mcp"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
