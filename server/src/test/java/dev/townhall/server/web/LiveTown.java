package dev.townhall.server.web;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.person.People;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import dev.townhall.core.worktree.GitRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole town on its real adapters behind the web town hall: SQLite, git, shell workers. Its
/// owner is ada, its rig #shop. It can be stopped and opened again on the same port.
final class LiveTown implements AutoCloseable {
    static final RigName SHOP = new RigName("shop");

    private final Path folder;
    private final SystemTime time = new SystemTime();
    private final SystemProcesses processes = SystemProcesses.grouped();
    private final GitRepositories repositories;
    private SqliteLedger ledger;
    private Town town;
    private TownServer server;

    LiveTown(Path folder) {
        this.folder = folder;
        sh(
                """
                git init -q --bare -b main shop.git
                git init -q -b main seed && cd seed
                printf 'one\\n' > list.txt && git add . && git commit -q -m first
                git push -q ../shop.git main
                """);
        repositories =
                new GitRepositories(folder.resolve("rigs"), processes, time, System.getenv());
        open(0);
        ledger.write(Actor.TOWN, tx -> People.firstOwner(tx, "ada"));
        ledger.write(
                Actor.overseer("ada"),
                tx -> {
                    Rigs.add(tx, rig());
                    return "";
                });
        await().until(() ->
                ledger.<Rig.State>read(view -> Rigs.get(view, SHOP).state()) == Rig.State.READY);
    }

    private Rig rig() {
        return new Rig(
                SHOP,
                "sh",
                folder.resolve("shop.git").toString(),
                "",
                List.of(Gate.of(1, "! grep -q BAD list.txt")),
                true,
                false,
                3,
                Rig.State.ADDING,
                "",
                List.of());
    }

    private void open(int port) {
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), time, new SecureRandomness());
        WebChat chat = new WebChat();
        Surroundings surroundings = new Surroundings(System.getenv(), folder.resolve("homes"));
        town =
                Town.open(
                        TownConfig.DEFAULT,
                        new Adapters(
                                time,
                                ledger,
                                repositories,
                                new ShellRuntime(processes, surroundings),
                                new ShellGates(processes, surroundings, 64 * 1024),
                                List.of(chat)));
        WebTown doors =
                new WebTown(ledger, town.reception()::receive, time, new SecureRandomness());
        server = TownServer.start(WebSettings.loopback(port, folder.resolve("run")), doors, chat);
        town.start();
    }

    /// Stops the town and its town hall.
    int stop() {
        int port = server.port();
        server.close();
        town.close();
        ledger.close();
        return port;
    }

    /// Opens the stopped town again where it was.
    void reopen(int port) {
        open(port);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    Ledger ledger() {
        return ledger;
    }

    /// The newest convoy.
    BeadId convoy() {
        return ledger.read(view -> Convoys.list(view).getFirst().id());
    }

    Convoy.State state(BeadId convoy) {
        return ledger.read(view -> Convoys.get(view, convoy)).state();
    }

    /// A shell script in the town's folder.
    String sh(String script) {
        Processes.Exit exit =
                processes.run(
                        new Processes.Command(
                                List.of("sh", "-ec", script),
                                folder,
                                Map.of(
                                        "PATH", System.getenv("PATH"),
                                        "HOME", folder.toString(),
                                        "GIT_CONFIG_GLOBAL", "/dev/null",
                                        "GIT_AUTHOR_NAME", "Somebody",
                                        "GIT_AUTHOR_EMAIL", "s@example.org",
                                        "GIT_COMMITTER_NAME", "Somebody",
                                        "GIT_COMMITTER_EMAIL", "s@example.org"),
                                PATIENCE,
                                64 * 1024));
        if (!exit.isSuccess()) {
            throw new AssertionError(exit.output());
        }
        return exit.output();
    }

    @Override
    public void close() {
        server.close();
        town.close();
        repositories.close();
        ledger.close();
        processes.close();
    }
}
