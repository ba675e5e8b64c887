package dev.townhall.core.mergequeue;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.Survivors;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Job;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.rig.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellGatesTest implements GateRunnerContract {
    @TempDir Path tree;
    @TempDir Path homes;
    private final SystemProcesses processes = SystemProcesses.contained();

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    @Override
    public GateRunner gates() {
        Map<String, String> town = Map.of("PATH", "/usr/bin:/bin", "SLACK_BOT_TOKEN", "secret");
        return new ShellGates(processes, new Surroundings(town, homes), 10_000);
    }

    @Override
    public Path tree() {
        return tree;
    }

    @Override
    public void until(BooleanSupplier reached) {
        await().pollInterval(Duration.ofMillis(5)).until(reached::getAsBoolean);
    }

    @Override
    public void write(String file, String content) {
        try {
            Files.writeString(tree.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Gate clean() {
        return new Gate("clean", "[ ! -e marks ] || { cat marks; exit 1; }", Gate.DEADLINE);
    }

    @Override
    public Gate missing() {
        return new Gate("missing", "no-such-command --all", Gate.DEADLINE);
    }

    @Override
    public Gate hanging(Duration deadline) {
        return new Gate("hanging", "sleep 1000", deadline);
    }

    private GateResult run(String command) {
        List<GateResult> results = new CopyOnWriteArrayList<>();
        gates().start(tree, List.of(Gate.of(1, command)), results::add);
        until(() -> !results.isEmpty());
        return results.getFirst();
    }

    @Test
    void theExitCodeDecides() {
        assertThat(run("exit 0").verdict()).isEqualTo(Verdict.GREEN);
        assertThat(run("exit 1").verdict()).isEqualTo(Verdict.RED);
        assertThat(run("exit 125").verdict()).isEqualTo(Verdict.RED);
        assertThat(run("exit 126").verdict()).isEqualTo(Verdict.COULD_NOT_RUN);
        assertThat(run("exit 127").verdict()).isEqualTo(Verdict.COULD_NOT_RUN);
        assertThat(run("kill -KILL $$").verdict()).isEqualTo(Verdict.RED);
    }

    @Test
    void aTreeThatIsGoneCouldNotRun() throws IOException {
        Path gone = Files.createDirectory(tree.resolve("gone"));
        Files.delete(gone);
        List<GateResult> results = new CopyOnWriteArrayList<>();

        gates().start(gone, List.of(clean()), results::add);
        until(() -> !results.isEmpty());

        assertThat(results.getFirst().verdict()).isEqualTo(Verdict.COULD_NOT_RUN);
        assertThat(results.getFirst().logTail()).contains("does not exist");
    }

    @Test
    void aGateSeesNoTokenAndFindsItsCachesAgain() {
        run("echo built > \"$HOME/cache\"");

        GateResult result =
                run("cat \"$HOME/cache\"; echo \"token:$SLACK_BOT_TOKEN ci:$CI\"; false");

        assertThat(result.logTail()).startsWith("built\ntoken: ci:true\n");
    }

    @Test
    void endingAGateEndsItsTree() {
        String mark = Survivors.mark();
        List<GateResult> results = new CopyOnWriteArrayList<>();
        Job job = gates().start(tree, List.of(Gate.of(1, "sleep " + mark)), results::add);
        Survivors.awaitSome(mark);

        job.end();
        until(() -> !results.isEmpty());

        Survivors.awaitNone(mark);
    }
}
