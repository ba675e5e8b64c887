package dev.townhall.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.reconcile.ManualTime;
import dev.townhall.core.tool.Credentials.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final ManualTime time = new ManualTime();
    private final Credentials credentials = new Credentials(new SecureRandomness(), time);
    private final Credential nux = ToolTown.credential(AgentRole.POLECAT);

    @Test
    void aTokenNobodyWasGivenIsToldFromOneThatIsOver() {
        String token = credentials.issue(nux).text();
        credentials.revoke(nux);

        assertThat(credentials.resolve(token)).isEmpty();
        assertThat(credentials.refusal("gtmcp_00")).isEqualTo(new Refusal.NeverIssued());
        assertThat(credentials.refusal(token)).isEqualTo(new Refusal.JustOver());
    }

    @Test
    void aTokenThatIsUsedLongAfterItsSessionSaysWhoseItWas() {
        String token = credentials.issue(nux).text();
        credentials.revoke(nux);

        time.pass(Duration.ofMinutes(2));

        assertThat(credentials.refusal(token)).isEqualTo(new Refusal.LongOver(nux));
    }
}
