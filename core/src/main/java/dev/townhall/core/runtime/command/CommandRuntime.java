package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Programs;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Features;
import dev.townhall.core.runtime.Lodging;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Agents without a protocol: each turn is one run of the program its preset names, in the
/// worktree, with a HOME kept for the agent and nothing of the town's environment but what its
/// means and the session's start give. What it prints is read as the preset says. Such an agent
/// cannot ask for permission: in a sandbox it may do what that allows, elsewhere it keeps to its own
/// rules. The town's tools it has as programs. Thread-safe.
public final class CommandRuntime implements AgentRuntime {
    public static final String NAME = "command";

    /// How the variables end in which agents are told their model, such as `OPENAI_MODEL`.
    private static final String MODEL_VARIABLE = "_MODEL";

    private final Processes processes;
    private final Surroundings surroundings;
    private final Randomness randomness;
    private final Preset preset;
    private final Headless headless;
    private final Lodging.Means means;

    /// BAD_INPUT for a preset without a headless form.
    public CommandRuntime(
            Processes processes,
            Surroundings surroundings,
            Randomness randomness,
            Preset preset,
            Lodging.Means means) {
        this.processes = processes;
        this.surroundings = surroundings;
        this.randomness = randomness;
        this.preset = preset;
        this.means = means;
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
        return new Capabilities(headless.canGoOn(), false, true, false);
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
            Lodging lodging = Lodging.enter(surroundings, means, start);
            try {
                return begun(lodging, earlier, start, told);
            } catch (RuntimeException e) {
                lodging.close();
                throw e;
            }
        } catch (TownException e) {
            return refused(told, String.valueOf(e.getMessage()));
        }
    }

    private AgentSession begun(
            Lodging lodging,
            Optional<String> earlier,
            SessionStart start,
            InOrder<SessionUpdate> told) {
        checkProgram(lodging, start);
        Headless form = headless.withTools(toolsFile(lodging, start));
        Continuation continuation =
                new Continuation(
                        form,
                        isSandboxed(start.confinement()) ? Attended.NO : Attended.YES,
                        randomness,
                        earlier);
        told.accept(new SessionUpdate.Started(continuation.id(), features()));
        model(lodging)
                .map(name -> new SessionUpdate.Settings(List.of(Setting.model(name))))
                .ifPresent(told);
        return new CommandSession(
                processes, start, lodging, form, continuation, means.secrets(), told);
    }

    /// The model it is told to use, by the variable that its kind of agent has for that.
    private static Optional<String> model(Lodging lodging) {
        return lodging.environment().entrySet().stream()
                .filter(variable -> variable.getKey().endsWith(MODEL_VARIABLE))
                .map(Map.Entry::getValue)
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    /// The file that names the town's tools, for an agent that takes one.
    private Optional<String> toolsFile(Lodging lodging, SessionStart start) {
        return headless.tools()
                .flatMap(file ->
                        start.tools().stream()
                                .flatMap(server -> server.http().stream())
                                .findFirst()
                                .map(http ->
                                        file.textFor(
                                                http.url(),
                                                http.headers().getOrDefault("Authorization", ""))))
                .map(text -> lodging.secret("tools.json", text).toString());
    }

    private void checkProgram(Lodging lodging, SessionStart start) {
        Path program =
                Programs.find(headless.command(), start.folder(), lodging.environment())
                        .orElseThrow(() ->
                                TownException.notFound(
                                        "The program %s of %s was not found, or may not be run. `gt agents test %s` says what to do."
                                                .formatted(
                                                        headless.command(),
                                                        preset.name(),
                                                        preset.name())));
        Optional<String> withheld = processes.refusal(lodging.confinement(), program);
        if (withheld.isPresent()) {
            throw TownException.wrongState(withheld.get());
        }
    }

    private Optional<String> continued(Beginning beginning) {
        return switch (beginning) {
            case Beginning.Fresh() -> Optional.empty();
            case Beginning.Continued(String id) -> goingOn(id);
            case Beginning.Recalled recalled -> goingOn(recalled.nativeId());
            case Beginning.Forked(String id) ->
                    throw TownException.badInput(
                            "%s run once per turn cannot copy session %s."
                                    .formatted(preset.title(), id));
        };
    }

    private Optional<String> goingOn(String id) {
        Check.that(
                headless.canGoOn(),
                "%s cannot go on with a session; begin another.",
                preset.title());
        return Optional.of(id);
    }

    private Features features() {
        return new Features(preset.title(), "", 0, headless.canGoOn(), false, false, false);
    }

    private static AgentSession refused(Consumer<SessionUpdate> told, String why) {
        told.accept(new SessionUpdate.Ended(Cause.NOT_STARTED, why));
        return AgentSession.neverStarted();
    }
}
