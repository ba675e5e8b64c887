package dev.townhall.core.runtime.acp;

import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentRuntimeContract;
import dev.townhall.core.runtime.AgentSession.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract of all runtimes, kept by a well-behaved agent process.
class AcpRuntimeTest implements AgentRuntimeContract {
    @TempDir Path folder;
    private StubTown town;
    private AcpRuntime runtime;

    @BeforeEach
    void open() throws IOException {
        town = new StubTown(folder);
        runtime = town.runtime("");
    }

    @AfterEach
    void close() {
        runtime.close();
        town.close();
    }

    @Override
    public AgentRuntime runtime() {
        return runtime;
    }

    @Override
    public SessionStart startWithin(Duration deadline) {
        return town.start(deadline, new Beginning.Fresh(), List.of());
    }

    @Override
    public SessionStart startThatFails() {
        SessionStart start = town.start();
        return new SessionStart(
                start.agent(),
                start.bead(),
                start.fence(),
                folder.resolve("gone"),
                Map.of(),
                Optional.empty(),
                start.deadline(),
                1000);
    }

    @Override
    public Turn turn(Doing doing) {
        return StubTown.turn(doing.name());
    }

    @Override
    public void until(BooleanSupplier reached) {
        StubTown.until(reached);
    }

    @Override
    public Optional<String> file(String path) {
        try {
            Path file = town.tree.resolve(path);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its turns are no processes: a failure is an error.
    @Override
    public Optional<Integer> failCode() {
        return Optional.empty();
    }
}
