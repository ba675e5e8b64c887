package dev.townhall.core.mergequeue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Job;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.rig.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What every [GateRunner] keeps.
public interface GateRunnerContract {
    GateRunner gates();

    Path tree();

    void until(BooleanSupplier reached);

    /// Sets a file of the tree.
    void write(String file, String content);

    /// A gate that is green when the file `marks` does not exist, else red telling its content.
    Gate clean();

    /// A gate whose command does not exist.
    Gate missing();

    /// A gate that never answers.
    Gate hanging(Duration deadline);

    private GateResult run(Gate... gates) {
        List<GateResult> results = new CopyOnWriteArrayList<>();
        gates().start(tree(), List.of(gates), results::add);
        until(() -> !results.isEmpty());
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    @Test
    default void noGateIsGreen() {
        assertThat(run().verdict()).isEqualTo(Verdict.GREEN);
    }

    @Test
    default void gatesThatFindNothingAreGreen() {
        GateResult result = run(clean(), clean());

        assertThat(result.verdict()).isEqualTo(Verdict.GREEN);
        assertThat(result.failedGate()).isEmpty();
    }

    @Test
    default void aGateThatFindsSomethingIsRedAndSaysWhat() {
        write("marks", "a broken window");

        GateResult result = run(clean(), hanging(Duration.ofHours(1)));

        assertThat(result.verdict()).isEqualTo(Verdict.RED);
        assertThat(result.failedGate()).isEqualTo(clean().name());
        assertThat(result.logTail()).contains("a broken window");
    }

    @Test
    default void aGateWithoutItsCommandCouldNotRun() {
        GateResult result = run(clean(), missing());

        assertThat(result.verdict()).isEqualTo(Verdict.COULD_NOT_RUN);
        assertThat(result.failedGate()).isEqualTo(missing().name());
        assertThat(result.logTail()).isNotEmpty();
    }

    @Test
    default void aGateThatNeverAnswersDidNotEnd() {
        GateResult result = run(hanging(Duration.ofMillis(300)));

        assertThat(result.verdict()).isEqualTo(Verdict.NOT_ENDED);
        assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    default void endedGatesDidNotEndAndAreToldOnce() {
        List<GateResult> results = new CopyOnWriteArrayList<>();
        Job job =
                gates().start(tree(), List.of(hanging(Duration.ofHours(1)), clean()), results::add);

        job.end();
        job.end();
        until(() -> !results.isEmpty());
        job.end();

        assertThat(results).extracting(GateResult::verdict).containsExactly(Verdict.NOT_ENDED);
    }
}
