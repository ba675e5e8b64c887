package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.runtime.SessionUpdate;
import java.util.Optional;

/// Whether what ended a turn or a session was its provider's limit, and not the agent.
final class ProviderLimits {
    private final AgentHost host;

    ProviderLimits(AgentHost host) {
        this.host = host;
    }

    /// The provider's words when a session of `account` met its limit in a turn.
    Optional<String> words(Account account, SessionUpdate.TurnEnded turn) {
        return turn.error()
                .filter(error -> error.code() == 429 || isMet(account, error.message()))
                .map(SessionUpdate.AgentError::message);
    }

    /// Whether an agent that said this met its provider's limit.
    boolean isMet(Account account, String said) {
        return host.find(account.preset())
                .map(kind -> kind.preset().isRateLimited(said))
                .orElse(false);
    }
}
