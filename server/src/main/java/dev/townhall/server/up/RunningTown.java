package dev.townhall.server.up;

import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.machine.SystemMachine;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.process.Traps;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import dev.townhall.core.reconcile.Backoff;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import dev.townhall.core.transcript.FolderTranscripts;
import dev.townhall.core.transcript.Transcripts;
import dev.townhall.core.worktree.GitRepositories;
import dev.townhall.core.worktree.RigRepository;
import dev.townhall.formulas.prompt.FolderDirectives;
import dev.townhall.formulas.prompt.ShippedPrompts;
import dev.townhall.server.agents.TownAgents;
import dev.townhall.server.cli.CliHandler;
import dev.townhall.server.cli.CliHost;
import dev.townhall.server.config.Config;
import dev.townhall.server.mcp.McpDoor;
import dev.townhall.server.mcp.Refused;
import dev.townhall.server.mcp.ShellPrograms;
import dev.townhall.server.web.Insiders;
import dev.townhall.server.web.TownServer;
import dev.townhall.server.web.WebChat;
import dev.townhall.server.web.WebTown;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A town that is up in this process: ledger, adapters, engine, web town hall and the command
/// line's socket, started in this order and stopped in the reverse. Thread-safe.
public final class RunningTown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTown.class);
    private static final int GATE_OUTPUT_BYTES_MAX = 64 * 1024;

    private final TownFolder folder;
    private final Config config;
    private final Time time;
    private final Sandbox sandbox;
    private final Surroundings surroundings;
    private final Town town;
    private final Person owner;
    private final TownServer web;
    private final Instant startedAt;
    private final Opened opened;
    private final CliHost host;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();

    private RunningTown(
            TownFolder folder,
            Config config,
            Map<String, String> environment,
            Opened opened,
            Function<RunningTown, CliHandler> commands) {
        this.folder = folder;
        this.config = config;
        this.opened = opened;
        this.time = new SystemTime();
        Randomness randomness = new SecureRandomness();
        this.startedAt = time.now();
        Ledger ledger = opened.keep("ledger", SqliteLedger.open(folder.ledger(), time, randomness));
        WebChat chat = new WebChat();
        this.sandbox = Sandbox.find(environment, List.of(folder.path()));
        sandbox.problem()
                .ifPresent(why -> LOG.atWarn().addKeyValue("error", why).log("no sandbox"));
        this.surroundings =
                new Surroundings(
                        environment, folder.homes(), opened.keep("traps", traps(environment)));
        this.town =
                opened.keep("town", Town.open(limits(config), adapters(environment, ledger, chat)));
        this.owner =
                ledger.write(Actor.TOWN, tx -> People.firstOwner(tx, OwnerName.from(environment)));
        ledger.write(
                Actor.TOWN,
                tx -> {
                    AgentChoices.keep(tx, config.agents().choice());
                    CapSettings.keep(tx, config.caps());
                    return true;
                });
        Insiders insiders = new Insiders(surroundings::homeOf, this::trespassed);
        McpDoor agents =
                new McpDoor(
                        town.tools(),
                        town.credentials(),
                        new Refused(insiders, town.trespasses()::seen));
        this.web =
                opened.keep(
                        "web town hall",
                        TownServer.start(
                                WebSetup.settings(config.web(), folder, owner.name()),
                                new WebTown(
                                        ledger,
                                        town.reception()::receive,
                                        time,
                                        randomness,
                                        insiders),
                                chat,
                                List.of(agents.handler())));
        this.host =
                CliHost.open(
                        folder.path(),
                        owner.actor(),
                        token -> Optional.empty(),
                        commands.apply(this),
                        randomness,
                        List.of(agents.handler()));
        town.start();
    }

    /// Starts the town of `folder`. When it returns, the town is ready. Throws when another process
    /// runs it already.
    public static RunningTown start(
            TownFolder folder,
            Config config,
            Map<String, String> environment,
            Function<RunningTown, CliHandler> commands) {
        folder.make();
        Opened opened = new Opened();
        RunningTown running;
        try {
            running = new RunningTown(folder, config, environment, opened, commands);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
        running.writeFacts();
        LOG.atInfo().addKeyValue("folder", folder.path()).log("the town is up");
        return running;
    }

    private Adapters adapters(Map<String, String> environment, Ledger ledger, WebChat chat) {
        SystemProcesses tools = opened.keep("git processes", SystemProcesses.grouped());
        SystemProcesses workers =
                opened.keep(
                        "worker processes", SystemProcesses.contained(sandbox, this::trespassed));
        return new Adapters(
                time,
                ledger,
                opened.keep(
                        "repositories",
                        new GitRepositories(folder.rigs(), tools, time, environment)),
                new ShellRuntime(workers, surroundings),
                new ShellGates(workers, surroundings, GATE_OUTPUT_BYTES_MAX),
                List.of(chat),
                new Adapters.Minds(
                        agents(environment, workers),
                        new ShippedPrompts(),
                        new FolderDirectives(folder.directives()),
                        config.prices(),
                        new SystemMachine(),
                        new FolderTranscripts(
                                folder.transcripts(), time, FolderTranscripts.Limits.DEFAULT)));
    }

    private TownAgents agents(Map<String, String> environment, SystemProcesses workers) {
        TownAgents agents =
                opened.keep(
                        "agents",
                        new TownAgents(
                                config.agents().presets(),
                                config.accounts(),
                                environment,
                                workers,
                                surroundings,
                                time,
                                this::url,
                                folder.run().resolve("gt.sock"),
                                ShellPrograms.in(folder.programs()),
                                folder.quarters(),
                                () -> web.keepsAgentsOut(workers.endsDaemons())));
        agents.vacateSeances();
        return agents;
    }

    private Traps traps(Map<String, String> environment) {
        return sandbox.problem().isPresent()
                ? Traps.none()
                : Traps.of(folder.path(), environment, this::trespassed);
    }

    /// Nothing is started, and so nobody can trespass, before there is a town.
    private void trespassed(String home, String what) {
        try {
            town.trespassed(home, what);
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("outcome", what).setCause(e).log("a trespass was not kept");
        }
    }

    private static TownConfig limits(Config config) {
        return new TownConfig(
                config.limits().turn(),
                config.limits().sessionOutput(),
                config.limits().approvalExpiry(),
                Backoff.DEFAULT,
                config.limits().capacity(),
                config.talk().limits(),
                config.talk().launch());
    }

    private void writeFacts() {
        try {
            Files.writeString(folder.pid(), ProcessHandle.current().pid() + "\n");
            Files.writeString(folder.url(), url() + "\n");
        } catch (IOException e) {
            close();
            throw TownException.unavailable("Cannot write " + folder.pid() + ".", e);
        }
    }

    public TownFolder folder() {
        return folder;
    }

    public Config config() {
        return config;
    }

    public Town town() {
        return town;
    }

    public Ledger ledger() {
        return town.ledger();
    }

    public RigRepository repository(RigName rig) {
        return town.adapters().repositories().open(rig);
    }

    /// What was said in sessions of agents.
    public Transcripts transcripts() {
        return town.adapters().minds().transcripts();
    }

    /// Whom the terminal acts for.
    public Person owner() {
        return owner;
    }

    /// In what workers and gates run, or why in none.
    public Sandbox sandbox() {
        return sandbox;
    }

    public Time time() {
        return time;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /// Where the web town hall is.
    public URI url() {
        return web.address();
    }

    /// Stops the town but not the command line, so that the one who asked for it gets an answer;
    /// then [#awaitStop] returns.
    public void stop() {
        stopTown();
        stopAsked.countDown();
    }

    /// Waits until somebody asked the town to stop.
    public void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    private void stopTown() {
        if (stopped.compareAndSet(false, true)) {
            forgetFacts();
            LOG.atInfo().log("the town goes down");
            opened.close();
        }
    }

    private void forgetFacts() {
        try {
            Files.deleteIfExists(folder.pid());
            Files.deleteIfExists(folder.url());
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the pid file could not be removed");
        }
    }

    /// Stops everything. Sessions are ended; hooks stay loaded. Idempotent.
    @Override
    public void close() {
        stopTown();
        host.close();
        stopAsked.countDown();
    }
}
