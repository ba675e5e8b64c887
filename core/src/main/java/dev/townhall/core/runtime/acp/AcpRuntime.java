package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Lodging;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/// Agents that speak the Agent Client Protocol (version 1) over their standard input and output:
/// one process per session, in the worktree, with a home kept for its agent. Thread-safe.
///
/// An agent sees of the town's environment only what [Surroundings] passes on, what its preset and
/// the session's start give, and the facts `GT_BEAD`, `GT_AGENT`, `GT_RIG` and `GT_FENCE`. It reads
/// and writes its files itself; should it ask the town to, it gets those of the worktree. Terminals
/// it does not get.
///
/// A turn that ended is never a success: agents end turns alike after work, after an error of their
/// model and after a refusal.
public final class AcpRuntime implements AgentRuntime, AutoCloseable {
    public static final String NAME = "acp";

    private final AcpCommand command;
    private final Processes processes;
    private final Surroundings surroundings;
    private final Time time;
    private final AcpLimits limits;
    private final Alarms alarms;

    public AcpRuntime(
            AcpCommand command,
            Processes processes,
            Surroundings surroundings,
            Time time,
            AcpLimits limits) {
        this(command, processes, surroundings, time, limits, new Alarms());
    }

    private AcpRuntime(
            AcpCommand command,
            Processes processes,
            Surroundings surroundings,
            Time time,
            AcpLimits limits,
            Alarms alarms) {
        this.command = command;
        this.processes = processes;
        this.surroundings = surroundings;
        this.time = time;
        this.limits = limits;
        this.alarms = alarms;
    }

    /// The same for another command. It has no thread of its own: this one's is ended for both.
    public AcpRuntime with(AcpCommand other) {
        return new AcpRuntime(other, processes, surroundings, time, limits, alarms);
    }

    @Override
    public String name() {
        return NAME;
    }

    /// What agents of this kind may be able to do; what this one can, its first update says.
    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, true);
    }

    @Override
    public Optional<String> refusal(Confinement confinement) {
        return processes.refusal(confinement);
    }

    @Override
    public boolean isSandboxed(Confinement confinement) {
        return processes.isSandboxed(confinement);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        Telling telling = new Telling("acp " + start.bead(), updates);
        if (!Files.isDirectory(start.folder())) {
            return refused(telling, "The worktree %s does not exist.".formatted(start.folder()));
        }
        Lodging lodging;
        try {
            lodging = Lodging.enter(surroundings, command.means(), start);
        } catch (TownException e) {
            return refused(telling, String.valueOf(e.getMessage()));
        }
        AcpSession session =
                new AcpSession(
                        command,
                        start,
                        limits,
                        lodging.environment(),
                        lodging.confinement(),
                        lodging::close,
                        telling,
                        time,
                        alarms);
        session.begin(processes);
        return session;
    }

    /// Ends the runtime's own thread. Sessions are ended by closing them, or their processes.
    @Override
    public void close() {
        alarms.close();
    }

    private static AgentSession refused(Telling telling, String why) {
        telling.tell(new SessionUpdate.Ended(Cause.NOT_STARTED, why));
        return AgentSession.neverStarted();
    }
}
