package dev.townhall.core.simulation.worker;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.session.AgentHost;
import dev.townhall.core.testing.Scheduler;
import dev.townhall.core.testing.StubPreset;
import dev.townhall.core.tool.BearerToken;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.town.Town;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sessions of the simulated witness in one life of the town: who they are, and how they give
/// their verdicts.
public final class Witnesses implements AgentHost {
    private final Scheduler scheduler;
    private final Map<String, Credential> sessions = new LinkedHashMap<>();
    private @Nullable AgentRuntime runtime;
    private @Nullable Town town;

    public Witnesses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public void runBy(AgentRuntime agents) {
        runtime = agents;
    }

    public void callTo(Town opened) {
        town = opened;
    }

    static boolean isOne(SessionStart start) {
        return start.agent().shortName().equals(AgentRole.WITNESS.word());
    }

    @Override
    public Optional<Kind> find(String name) {
        return Optional.ofNullable(runtime).map(agents -> new Kind(StubPreset.STUB, agents));
    }

    @Override
    public Path quarters(BeadId agentBead) {
        return Path.of("/quarters").resolve(agentBead.text());
    }

    @Override
    public McpServer tools(BearerToken token) {
        Credential who = living().credentials().resolve(token.text()).orElseThrow();
        sessions.put(who.agent() + "#" + who.fence(), who);
        scheduler.after(Duration.ofMillis(50), () -> living().credentials().listed(who));
        return new McpServer(
                "town",
                Optional.of(new McpServer.Http("http://127.0.0.1/mcp", Map.of())),
                Optional.empty());
    }

    /// The session gives its verdict; the town may refuse it.
    void say(SessionStart start, boolean accepts) {
        Credential who = sessions.get(start.agent() + "#" + start.fence());
        if (who != null) {
            living().tools()
                    .call(
                            who,
                            "verdict",
                            Json.object()
                                    .put("verdict", accepts ? "accepted" : "not-accepted")
                                    .put("reasons", accepts ? "it is there" : "it is missing"));
        }
    }

    private Town living() {
        if (town == null) {
            throw new IllegalStateException("The town is not open yet.");
        }
        return town;
    }
}
