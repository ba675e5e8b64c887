package dev.townhall.core.mergequeue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.mergequeue.ScriptedGates.Finding;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.testing.VirtualTimer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ScriptedGatesTest implements GateRunnerContract {
    private static final Duration SOME = Duration.ofSeconds(3);

    private final VirtualTimer timer = new VirtualTimer();
    private final Map<String, String> files = new TreeMap<>();
    private final ScriptedGates gates =
            new ScriptedGates(timer, folder -> files, ScriptedGatesTest::judge);

    private static Finding judge(Gate gate, Map<String, String> files) {
        return switch (gate.command()) {
            case "clean" ->
                    files.containsKey("marks")
                            ? new Finding.Red(SOME, files.get("marks"))
                            : new Finding.Green(SOME);
            case "missing" -> new Finding.CouldNotRun(SOME, "no such command");
            default -> new Finding.Hang();
        };
    }

    @Override
    public GateRunner gates() {
        return gates;
    }

    @Override
    public Path tree() {
        return Path.of("/trees/refinery");
    }

    @Override
    public void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            assertThat(timer.runNext()).as("something is still due").isTrue();
        }
    }

    @Override
    public void write(String file, String content) {
        files.put(file, content);
    }

    @Override
    public Gate clean() {
        return new Gate("clean", "clean", Gate.DEADLINE);
    }

    @Override
    public Gate missing() {
        return new Gate("missing", "missing", Gate.DEADLINE);
    }

    @Override
    public Gate hanging(Duration deadline) {
        return new Gate("hanging", "hang", deadline);
    }

    @Test
    void vanishedGatesSayNothing() {
        List<GateRunner.GateResult> results = new ArrayList<>();
        gates.start(tree(), List.of(clean()), results::add);

        gates.vanish();
        while (timer.runNext()) {
            // Until nothing is due any more.
        }

        assertThat(results).isEmpty();
    }
}
