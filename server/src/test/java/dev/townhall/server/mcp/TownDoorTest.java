package dev.townhall.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.tool.Credential;
import dev.townhall.server.command.TestTown;
import dev.townhall.server.up.RunningTown;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agents' door of a whole town, on its port and on its socket.
final class TownDoorTest {
    private static final BeadId DEACON = new BeadId("hq-deacon");
    private static final Credential CREDENTIAL =
            new Credential(new Actor("deacon"), AgentRole.DEACON, Optional.empty(), DEACON, 1);

    @TempDir private Path folder;

    @Test
    void aTownServesItsToolsToALiveSessionAndForgetsTokensWhenItStops() {
        try (TestTown town = new TestTown(folder)) {
            String token = session(town.running());
            try (AgentClient deacon = new AgentClient(town.running().url(), token)) {
                deacon.connect();

                McpSchema.CallToolResult asked =
                        deacon.call("ask", Map.of("question", "Which rig first?"));

                assertThat(asked.isError()).as(AgentClient.text(asked)).isFalse();
                assertThat(town.gt("inbox").out()).contains("deacon asks: Which rig first?");
            }
            town.restart();
            assertThat(town.running().town().credentials().resolve(token)).isEmpty();
        }
    }

    @Test
    void aSessionWithoutANetworkCallsOverTheSocket() throws Exception {
        try (TestTown town = new TestTown(folder)) {
            String token = session(town.running());

            assertThat(overSocket(town, "Bearer " + token))
                    .startsWith("HTTP/1.1 200")
                    .contains("mail_send");
            assertThat(overSocket(town, "Bearer nobody")).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void anAgentThatOnlySpeaksOverStandardInputCallsThroughTheBridge() throws Exception {
        try (TestTown town = new TestTown(folder)) {
            String token = session(town.running());
            Path socket = town.town().run().resolve("gt.sock");
            try (AgentClient deacon = AgentClient.overBridge(socket, token)) {
                deacon.connect();

                assertThat(deacon.tools().stream().map(McpSchema.Tool::name))
                        .contains("ask", "recall");
                McpSchema.CallToolResult kept =
                        deacon.call("remember", Map.of("key", "a", "text", "line\nline é"));
                assertThat(kept.isError()).as(AgentClient.text(kept)).isFalse();
                assertThat(AgentClient.text(deacon.call("recall", Map.of())))
                        .contains("> line\n> line é");

                town.running().town().credentials().revoke(CREDENTIAL);
                assertThatThrownBy(() -> deacon.call("recall", Map.of()))
                        .hasMessageContaining("The town answered 401");
            }
        }
    }

    @Test
    void theBridgesCommandHoldsNoSecret() {
        assertThat(StdioBridge.command())
                .endsWith("dev.townhall.server.mcp.StdioBridge")
                .noneMatch(word -> word.contains("gtmcp_"));
    }

    private static String session(RunningTown town) {
        town.ledger()
                .write(
                        Actor.TOWN,
                        tx -> {
                            Bead bead =
                                    Bead.fresh(DEACON, Bead.AGENT, "Deacon", tx.actor(), tx.now());
                            return tx.create(Hook.ASPECT.set(bead, new Hook.Empty(1, tx.now())));
                        });
        return town.town().credentials().issue(CREDENTIAL).text();
    }

    private static String overSocket(TestTown town, String authorization) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}";
        String request =
                String.join(
                        "\r\n",
                        "POST /mcp HTTP/1.1",
                        "Host: localhost",
                        "Connection: close",
                        "Content-Type: application/json",
                        "Accept: application/json, text/event-stream",
                        "Authorization: " + authorization,
                        "Content-Length: " + body.length(),
                        "",
                        body);
        Path socket = town.town().run().resolve("gt.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
