package dev.townhall.core.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShellTurnTest {
    @Test
    void aTurnThatMadeRoomForTheMachineWasCancelledAndSaysWhy() {
        String why = "It was ended: the machine had only 100 MB of memory left.";
        Exit exit = new Exit(How.MACHINE, 137, why, 0, Duration.ofSeconds(1));

        TurnEnded turn = ShellTurn.result(exit, Path.of("script.sh"));

        assertThat(turn.reason()).isEqualTo(StopReason.CANCELLED);
        assertThat(turn.exitCode()).isEmpty();
        assertThat(turn.outputTail()).isEqualTo(why);
    }
}
