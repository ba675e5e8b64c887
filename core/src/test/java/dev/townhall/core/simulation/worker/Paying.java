package dev.townhall.core.simulation.worker;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.account.Standing;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.simulation.check.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Agents that an account pays for. Sees to it that none is started while the account rests.
final class Paying implements AgentRuntime {
    /// What comes between choosing an account and starting a session under it.
    private static final Duration MEANWHILE = Duration.ofMinutes(2);

    private final AgentRuntime agents;
    private final Account account;
    private final Ledger ledger;
    private final Time time;

    Paying(AgentRuntime agents, Account account, Ledger ledger, Time time) {
        this.agents = agents;
        this.account = account;
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return agents.name();
    }

    @Override
    public Capabilities capabilities() {
        return agents.capabilities();
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        Instant now = time.now();
        Standing standing = ledger.read(view -> Accounts.of(view, account.name()));
        Violation.unless(
                !(standing instanceof Standing.Resting resting
                        && resting.restsAt(now)
                        && resting.since().plus(MEANWHILE).isBefore(now)),
                "a session of %s was started under %s, which is %s at %s",
                start.agent(),
                account.name(),
                standing,
                now);
        return agents.start(start, updates);
    }
}
