package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose want it was that ended a child.
class MachineTest {
    private static Processes.Exit ended(Excess why) throws IOException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        Child child = new Child(process, true, new OutputTail(10), List.of());
        child.end(why);
        child.await(Duration.ofMinutes(5));
        assertThat(child.excess()).contains(why);
        return child.exit().join();
    }

    @Test
    void whoTakesTooMuchMetItsLimit() throws IOException {
        assertThat(ended(Excess.memory(2, 1)).how()).isEqualTo(Processes.How.LIMIT);
        assertThat(ended(Excess.disk(2, 1)).how()).isEqualTo(Processes.How.LIMIT);
    }

    @Test
    void whoKeptItsLimitsMadeRoomForTheMachine() throws IOException {
        assertThat(ended(Excess.machineMemory(2, 1)).how()).isEqualTo(Processes.How.MACHINE);
        assertThat(ended(Excess.machineDisk(2, 1)).how()).isEqualTo(Processes.How.MACHINE);
    }
}
