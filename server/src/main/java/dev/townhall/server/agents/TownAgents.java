package dev.townhall.server.agents;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.preset.Presets;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.Lodging;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.acp.AcpCommand;
import dev.townhall.core.runtime.acp.AcpLimits;
import dev.townhall.core.runtime.acp.AcpRuntime;
import dev.townhall.core.runtime.command.CommandRuntime;
import dev.townhall.core.session.AgentHost;
import dev.townhall.core.talk.Seances;
import dev.townhall.core.tool.BearerToken;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AccountSource;
import dev.townhall.server.mcp.McpDoor;
import dev.townhall.server.mcp.ShellPrograms;
import dev.townhall.server.mcp.StdioBridge;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents of the settings as the town drives them: over the Agent Client Protocol, those that do
/// not speak it by one run for each turn. Thread-safe by one lock of its own.
public final class TownAgents implements AgentHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TownAgents.class);

    private final Presets presets;
    private final AccountSettings accounts;
    private final Map<String, String> environment;
    private final Processes processes;
    private final Surroundings surroundings;
    private final Time time;
    private final Supplier<URI> address;
    private final Path socket;
    private final ShellPrograms programs;
    private final Path quarters;
    private final BooleanSupplier guarded;
    private final Map<String, Kind> kinds = new TreeMap<>();
    private Optional<AcpRuntime> opened = Optional.empty();

    private final Map<AccountName, Paid> paid = new TreeMap<>();

    /// A kind of agent under an account, as long as its keys are the same.
    private record Paid(AccountKeys keys, Kind kind) {}

    /// @param environment the town's own: of it an agent gets what its preset names
    /// @param address of the town's web server, asked for when a session starts
    /// @param socket the town's own, for agents that take no tools over HTTP
    /// @param programs what agents find on their PATH
    /// @param quarters the folder under which agents without a tree have an empty one
    /// @param guarded whether the town hall never takes an agent for a person
    public TownAgents(
            Presets presets,
            AccountSettings accounts,
            Map<String, String> environment,
            Processes processes,
            Surroundings surroundings,
            Time time,
            Supplier<URI> address,
            Path socket,
            ShellPrograms programs,
            Path quarters,
            BooleanSupplier guarded) {
        this.presets = presets;
        this.accounts = accounts;
        this.environment = environment;
        this.processes = processes;
        this.surroundings = surroundings;
        this.time = time;
        this.address = address;
        this.socket = socket;
        this.programs = programs;
        this.quarters = quarters;
        this.guarded = guarded;
    }

    /// Empty too for an agent of which no program is named.
    @Override
    public synchronized Optional<Kind> find(String name) {
        return presets.find(name)
                .filter(preset -> preset.program().isPresent())
                .map(preset -> kinds.computeIfAbsent(name, _ -> kind(preset)));
    }

    @Override
    public List<Account> accounts(String name) {
        return accounts.of(name).stream().map(AccountSource::account).toList();
    }

    @Override
    public Optional<String> problem(Account account) {
        return AccountKeys.problem(source(account), environment);
    }

    @Override
    public synchronized Optional<Kind> find(Account account) {
        AccountSource source = source(account);
        if (source.equals(AccountSource.ofPreset(account.preset()))) {
            return find(account.preset());
        }
        return presets.find(account.preset())
                .filter(preset -> preset.program().isPresent() && problem(account).isEmpty())
                .map(preset -> paid(account, preset, AccountKeys.take(source, environment)).kind());
    }

    private Paid paid(Account account, Preset preset, AccountKeys keys) {
        Paid before = paid.get(account.name());
        if (before != null && before.keys().equals(keys)) {
            return before;
        }
        Preset under = preset.paidBy(keys.environment(), keys.home());
        Lodging.Means means =
                new Lodging.Means(
                        under.environmentWithoutKeys(environment),
                        under.home(),
                        account.name().text(),
                        keys.secrets());
        Paid now = new Paid(keys, new Kind(preset, runtime(preset, means)));
        paid.put(account.name(), now);
        return now;
    }

    private AccountSource source(Account account) {
        return accounts.of(account.preset()).stream()
                .filter(source -> source.account().equals(account))
                .findFirst()
                .orElseThrow(() ->
                        TownException.notFound(
                                "There is no account '%s' of %s in the settings."
                                        .formatted(account.name(), account.preset())));
    }

    private Kind kind(Preset preset) {
        return new Kind(
                preset,
                runtime(
                        preset,
                        new Lodging.Means(preset.environmentFrom(environment), preset.home())));
    }

    private AgentRuntime runtime(Preset preset, Lodging.Means means) {
        return preset.acp()
                .<AgentRuntime>map(mode ->
                        runtime(
                                new AcpCommand(
                                        preset.name(),
                                        mode.command(),
                                        mode.arguments(),
                                        means.environment(),
                                        means.homeFiles(),
                                        Map.of(),
                                        means.home(),
                                        means.secrets())))
                .orElseGet(() ->
                        new CommandRuntime(
                                processes, surroundings, new SecureRandomness(), preset, means));
    }

    /// All share what the first one opened, so what is used no more is nowhere kept.
    private AcpRuntime runtime(AcpCommand command) {
        AcpRuntime runtime =
                opened.map(first -> first.with(command))
                        .orElseGet(() ->
                                new AcpRuntime(
                                        command, processes, surroundings, time, AcpLimits.DEFAULT));
        opened = opened.or(() -> Optional.of(runtime));
        return runtime;
    }

    /// An agent with a network reaches this machine's own addresses, and a town hall that cannot tell
    /// who calls would take it for the owner; one without a network reaches neither its model nor
    /// our tools.
    @Override
    public Optional<String> objection(Confinement confinement) {
        if (confinement.isWanted() && confinement.network() == Confinement.Network.OFF) {
            return Optional.of(
                    "an agent needs the network for its model, and its rig has none. Give it one: gt rig set RIG --network open.");
        }
        return guarded.getAsBoolean()
                ? Optional.empty()
                : Optional.of(
                        "the town hall has no login and this system does not tell who calls it, so an agent could act there as its owner. Set login_token_file under [web] in town.toml and start the town anew.");
    }

    @Override
    public Path quarters(BeadId agentBead) {
        Path folder = quarters.resolve(agentBead.text()).toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The folder %s could not be made: %s. Look at its disk and its rights."
                            .formatted(folder, e),
                    e);
        }
        return folder;
    }

    /// A folder with something in it is nobody's of ours and stays.
    @Override
    public void vacate(BeadId talk) {
        String own = "~" + talk;
        surroundings.vacate(home -> home.endsWith(own) || home.contains(own + "@"));
        leave(quarters.resolve(talk.text()));
    }

    /// Takes away what a town that was killed left for questions to past sessions.
    public void vacateSeances() {
        surroundings.vacate(home -> home.contains("~" + Seances.ID_PREFIX));
        if (!Files.isDirectory(quarters)) {
            return;
        }
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(quarters, Seances.ID_PREFIX + "*")) {
            left.forEach(TownAgents::leave);
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The folder %s could not be looked through: %s.".formatted(quarters, e), e);
        }
    }

    private static void leave(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .addKeyValue("error", e.toString())
                    .log("a folder could not be removed");
        }
    }

    @Override
    public McpServer tools(BearerToken token) {
        String url = address.get().resolve(McpDoor.PATH).toString();
        List<String> bridge = StdioBridge.command();
        return new McpServer(
                McpDoor.NAME,
                Optional.of(
                        new McpServer.Http(url, Map.of("Authorization", "Bearer " + token.text()))),
                Optional.of(
                        new McpServer.Stdio(
                                bridge.getFirst(),
                                bridge.subList(1, bridge.size()),
                                Map.of(
                                        StdioBridge.TOKEN,
                                        token.text(),
                                        StdioBridge.SOCKET,
                                        socket.toString()))),
                Optional.of(programs.of(address.get(), token)));
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(AcpRuntime::close);
    }
}
