package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.HomeFiles;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Agents without a protocol: each turn is one run of the program its preset names, in the
/// worktree, with a HOME kept for the agent and nothing of the town's environment but what the
/// session's start gives. What it prints is read as the preset says. Such an agent cannot ask for
/// permission. Thread-safe.
public final class CommandRuntime implements AgentRuntime {
    public static final String NAME = "command";

    private final Processes processes;
    private final Surroundings surroundings;
    private final Randomness randomness;
    private final Preset preset;
    private final Headless headless;
    private final Attended attended;

    /// @param attended `NO` only where a sandbox holds the agent
    public CommandRuntime(
            Processes processes,
            Surroundings surroundings,
            Randomness randomness,
            Preset preset,
            Attended attended) {
        this.processes = processes;
        this.surroundings = surroundings;
        this.randomness = randomness;
        this.preset = preset;
        this.attended = attended;
        this.headless =
                preset.headless()
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "The agent %s has no headless form. Give it one as [agents.%s.headless] in town.toml."
                                                .formatted(preset.name(), preset.name())));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(headless.canGoOn(), false, true);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        InOrder<SessionUpdate> told = new InOrder<>(preset.name() + " " + start.bead(), updates);
        if (!Files.isDirectory(start.folder())) {
            return refused(told, "The worktree %s does not exist.".formatted(start.folder()));
        }
        try {
            Surroundings.Stay stay = surroundings.enter(start.agent().text().replace('/', '~'));
            String home = stay.environment().getOrDefault("HOME", "");
            HomeFiles.write(Path.of(home), preset.home(), start.folder());
            Conversation conversation =
                    new Conversation(headless, attended, randomness, start.resume());
            told.accept(new SessionUpdate.Started(conversation.id()));
            return new CommandSession(processes, start, stay, preset, conversation, told);
        } catch (TownException e) {
            return refused(told, String.valueOf(e.getMessage()));
        }
    }

    private static AgentSession refused(Consumer<SessionUpdate> told, String why) {
        told.accept(new SessionUpdate.Ended(Cause.NOT_STARTED, why));
        return new EndedSession();
    }

    /// A session that never was.
    private record EndedSession() implements AgentSession {
        @Override
        public void prompt(Turn turn) {
            throw TownException.wrongState(
                    "This session was never started; its last update says why.");
        }

        @Override
        public void cancel() {}

        @Override
        public void answer(String permissionId, PermissionAnswer answer) {}

        @Override
        public boolean isAlive() {
            return false;
        }

        @Override
        public void close() {}
    }
}
