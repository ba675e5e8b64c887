package dev.townhall.core.simulation.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.townhall.core.account.Account;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.time.Time;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sessions of simulated agents with a model in one life of the town: who they are, who pays for
/// them, and how they call the town's tools: the witness for its verdicts, the resolver and polecats
/// for what became of their work.
public final class Witnesses implements AgentHost {
    private final Scheduler scheduler;
    private final List<Account> accounts;
    private final Time time;
    private final Map<String, Credential> sessions = new LinkedHashMap<>();
    private @Nullable AgentRuntime runtime;
    private @Nullable Town town;

    /// @param accounts that pay for them
    public Witnesses(Scheduler scheduler, List<Account> accounts, Time time) {
        this.scheduler = scheduler;
        this.accounts = List.copyOf(accounts);
        this.time = time;
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

    static boolean isResolver(SessionStart start) {
        return start.agent().shortName().equals("resolver");
    }

    @Override
    public Optional<Kind> find(String name) {
        return Optional.ofNullable(runtime).map(agents -> new Kind(StubPreset.STUB, agents));
    }

    @Override
    public List<Account> accounts(String name) {
        return accounts;
    }

    @Override
    public Optional<Kind> find(Account account) {
        return find(account.preset())
                .map(kind ->
                        new Kind(
                                kind.preset(),
                                new Paying(kind.runtime(), account, living().ledger(), time)));
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
        call(
                start,
                "verdict",
                Map.of(
                        "verdict",
                        accepts ? "accepted" : "not-accepted",
                        "reasons",
                        accepts ? "it is there" : "it is missing"));
    }

    /// The session calls a tool; the town may refuse it.
    void call(SessionStart start, String tool, Map<String, String> arguments) {
        Credential who = sessions.get(start.agent() + "#" + start.fence());
        if (who != null) {
            ObjectNode given = Json.object();
            new TreeMap<>(arguments).forEach(given::put);
            living().tools().call(who, tool, given);
        }
    }

    private Town living() {
        if (town == null) {
            throw new IllegalStateException("The town is not open yet.");
        }
        return town;
    }
}
