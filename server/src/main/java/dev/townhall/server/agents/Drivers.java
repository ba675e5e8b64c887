package dev.townhall.server.agents;

import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Programs;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.preset.AcpMode;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.acp.AcpCommand;
import dev.townhall.core.runtime.acp.AcpLimits;
import dev.townhall.core.runtime.acp.AcpRuntime;
import dev.townhall.core.runtime.command.CommandRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What drives an agent that is tried out: ACP if its program for that is there, else one run per
/// turn. Used by one thread.
public final class Drivers implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(45);

    private final Processes processes;
    private final Map<String, String> environment;
    private final Surroundings surroundings;
    private final Path folder;
    private final List<AcpRuntime> opened = new ArrayList<>();

    /// @param environment the town's own
    /// @param homes where the agents' homes are made
    /// @param folder where the agents stand
    public Drivers(Processes processes, Map<String, String> environment, Path homes, Path folder) {
        this.processes = processes;
        this.environment = environment;
        this.surroundings = new Surroundings(environment, homes);
        this.folder = folder;
    }

    /// BAD_INPUT for an agent that can be driven in no way.
    public AgentRuntime of(Preset preset) {
        Optional<AcpMode> acp =
                preset.acp()
                        .filter(mode ->
                                Programs.find(mode.command(), folder, environment).isPresent());
        if (acp.isEmpty()) {
            return new CommandRuntime(
                    processes, surroundings, new SecureRandomness(), preset, Attended.YES);
        }
        AcpRuntime runtime =
                new AcpRuntime(
                        command(preset, acp.get()),
                        processes,
                        surroundings,
                        new SystemTime(),
                        AcpLimits.DEFAULT.withStart(START));
        opened.add(runtime);
        return runtime;
    }

    private AcpCommand command(Preset preset, AcpMode mode) {
        return new AcpCommand(
                preset.name(),
                mode.command(),
                mode.arguments(),
                preset.environment(),
                preset.home(),
                Map.of());
    }

    @Override
    public void close() {
        opened.forEach(AcpRuntime::close);
    }
}
