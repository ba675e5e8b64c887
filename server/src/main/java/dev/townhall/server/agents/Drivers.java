package dev.townhall.server.agents;

import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.preset.AcpMode;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.Lodging;
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

/// What drives an agent that is tried out, as the town would: ACP where its preset says so, else one
/// run per turn. Used by one thread.
public final class Drivers implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(45);

    private final Processes processes;
    private final Surroundings surroundings;
    private final List<AcpRuntime> opened = new ArrayList<>();

    /// @param environment the town's own
    /// @param homes where the agents' homes are made
    public Drivers(Processes processes, Map<String, String> environment, Path homes) {
        this.processes = processes;
        this.surroundings = new Surroundings(environment, homes);
    }

    /// BAD_INPUT for an agent that can be driven in no way.
    public AgentRuntime of(Preset preset) {
        Optional<AcpMode> acp = preset.acp();
        if (acp.isEmpty()) {
            return new CommandRuntime(
                    processes,
                    surroundings,
                    new SecureRandomness(),
                    preset,
                    new Lodging.Means(preset.environment(), preset.home()));
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
