package dev.townhall.core.mergequeue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GateRunTest {
    private static Verdict verdict(How how) {
        return GateRun.verdict(new Exit(how, 137, "", 0, Duration.ofSeconds(1)));
    }

    @Test
    void aGateThatTookTooMuchIsRed() {
        assertThat(verdict(How.LIMIT)).isEqualTo(Verdict.RED);
    }

    @Test
    void aGateThatMadeRoomForTheMachineProvedNothing() {
        assertThat(verdict(How.MACHINE)).isEqualTo(Verdict.NOT_ENDED);
    }
}
