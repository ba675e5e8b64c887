package dev.townhall.core.foundation.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SystemMachineTest {
    @Test
    void freeMemoryIsWhatProgramsCanStillHave() {
        String memory = "MemTotal:  2000 kB\nMemFree:   10 kB\nMemAvailable:   1500 kB\n";

        assertThat(SystemMachine.available(memory)).hasValue(1500L * 1024);
        assertThat(SystemMachine.available("MemTotal: 2000 kB\n")).isEmpty();
    }

    @Test
    void thisMachineTellsWhatItsSystemDoes() {
        Machine.Load load = new SystemMachine().load();

        load.average().ifPresent(average -> assertThat(average).isNotNegative());
        if (Files.exists(Path.of("/proc/meminfo"))) {
            assertThat(load.memoryFree()).isPresent();
            assertThat(load.sentence()).hasValueSatisfying(it -> assertThat(it).contains("MB"));
        }
    }

    @Test
    void aLoadThatIsNoNumberIsNotKnown() {
        Machine.Load load =
                new Machine.Load(OptionalDouble.of(Double.NaN), OptionalLong.of(3 * 1024 * 1024));

        assertThat(load.average()).isEmpty();
        assertThat(load.sentence()).contains("3 MB free");
    }
}
