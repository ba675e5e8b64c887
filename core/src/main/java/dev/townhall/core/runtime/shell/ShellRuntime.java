package dev.townhall.core.runtime.shell;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/// Workers without a model: each turn's script is run by `sh -e` in the worktree, so it stops at
/// the first command that fails. Thread-safe.
///
/// A script sees of the town's environment only what [Surroundings] passes on, what the session's
/// start gives, a HOME kept for its agent, a TMPDIR of its session, and the facts `GT_BEAD`,
/// `GT_AGENT`, `GT_RIG`, `GT_FENCE` and `GT_ATTEMPT`. Its exit code and the end of its output are
/// the turn's result.
public final class ShellRuntime implements AgentRuntime {
    public static final String NAME = "shell";

    private final Processes processes;
    private final Surroundings surroundings;

    public ShellRuntime(Processes processes, Surroundings surroundings) {
        this.processes = processes;
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, false);
    }

    @Override
    public Optional<String> refusal(Confinement confinement) {
        return processes.refusal(confinement);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        InOrder<SessionUpdate> told = new InOrder<>("shell " + start.bead(), updates);
        if (!Files.isDirectory(start.folder())) {
            return refused(told, "The worktree %s does not exist.".formatted(start.folder()));
        }
        try {
            Surroundings.Stay stay = surroundings.enter(start.agent().text().replace('/', '~'));
            told.accept(new SessionUpdate.Started(Optional.empty()));
            return new ShellSession(processes, start, stay, told);
        } catch (TownException e) {
            return refused(told, String.valueOf(e.getMessage()));
        }
    }

    private static AgentSession refused(Consumer<SessionUpdate> told, String why) {
        told.accept(new SessionUpdate.Ended(Cause.NOT_STARTED, why));
        return AgentSession.neverStarted();
    }
}
