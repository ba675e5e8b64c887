package dev.townhall.core.runtime.command;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.HomeFiles;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Features;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    public Optional<String> refusal(Confinement confinement) {
        return processes.refusal(confinement);
    }

    @Override
    public boolean isSandboxed(Confinement confinement) {
        return processes.isSandboxed(confinement);
    }

    @Override
    public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
        InOrder<SessionUpdate> told = new InOrder<>(preset.name() + " " + start.bead(), updates);
        if (!Files.isDirectory(start.folder())) {
            return refused(told, "The worktree %s does not exist.".formatted(start.folder()));
        }
        try {
            Optional<String> earlier = continued(start.beginning());
            Surroundings.Stay stay = surroundings.enter(start.agent().text().replace('/', '~'));
            furnish(stay, start.folder());
            Continuation continuation = new Continuation(headless, attended, randomness, earlier);
            told.accept(new SessionUpdate.Started(continuation.id(), features()));
            return new CommandSession(processes, start, stay, preset, continuation, told);
        } catch (TownException e) {
            return refused(told, String.valueOf(e.getMessage()));
        }
    }

    private void furnish(Surroundings.Stay stay, Path folder) {
        try {
            Path home = Path.of(stay.environment().getOrDefault("HOME", ""));
            HomeFiles.write(home, preset.home(), folder);
        } catch (TownException e) {
            stay.close();
            throw e;
        }
    }

    private Optional<String> continued(Beginning beginning) {
        return switch (beginning) {
            case Beginning.Fresh() -> Optional.empty();
            case Beginning.Continued(String id) -> {
                Check.that(
                        headless.canGoOn(),
                        "%s cannot go on with a session; begin another.",
                        preset.title());
                yield Optional.of(id);
            }
            case Beginning.Forked(String id) -> throw noCopy(id);
            case Beginning.Recalled(String id, Actor _) -> throw noCopy(id);
        };
    }

    private TownException noCopy(String id) {
        return TownException.badInput(
                "%s run once per turn cannot copy session %s.".formatted(preset.title(), id));
    }

    private Features features() {
        return new Features(preset.title(), "", 0, headless.canGoOn(), false, false, false);
    }

    private static AgentSession refused(Consumer<SessionUpdate> told, String why) {
        told.accept(new SessionUpdate.Ended(Cause.NOT_STARTED, why));
        return AgentSession.neverStarted();
    }
}
