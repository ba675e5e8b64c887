package dev.townhall.core.town;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.foundation.process.Confinement.Need;
import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Sandbox;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.process.Traps;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.patrol.TownState.Finding;
import dev.townhall.core.patrol.Trespasses;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.rig.Sandboxing;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.worktree.GitRepositories;
import dev.townhall.core.worktree.Plants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rig's sandbox setting in a whole town on its real adapters.
class ConfinedTownTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor ADA = Actor.overseer("ada");
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Sandboxing REQUIRED =
            new Sandboxing(Need.REQUIRED, Network.OFF, List.of(), List.of(), Optional.empty());
    private static final Sandboxing OFF =
            new Sandboxing(Need.OFF, Network.OPEN, List.of(), List.of(), Optional.empty());

    /// The verification and the gate see the same as the work: nothing of the town's.
    private static final String PLAN =
            """
            - [ ] Look for the ledger
              ```sh
              [ -f "%1$s" ] && echo seen > found.txt || echo unseen > found.txt
              ```
              ```verify
              [ -f "%1$s" ] && grep -qx seen found.txt || grep -qx unseen found.txt
              ```
            """;

    private final SystemTime time = new SystemTime();
    private final SystemProcesses tools = SystemProcesses.grouped();
    private final Path folder;
    private final SqliteLedger ledger;
    private final GitRepositories repositories;
    private final Sandbox real;
    private SystemProcesses workers = SystemProcesses.grouped();
    private Traps traps = Traps.none();
    private Optional<Town> town = Optional.empty();

    ConfinedTownTest(@TempDir Path folder) {
        this.folder = folder;
        sh(
                folder,
                """
                git init -q --bare -b main shop.git
                git init -q -b main seed && cd seed
                printf 'one\\n' > list.txt && git add . && git commit -q -m first
                git push -q ../shop.git main
                """);
        real = Sandbox.find(System.getenv(), List.of(folder));
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), time, new SecureRandomness());
        repositories = new GitRepositories(folder.resolve("rigs"), tools, time, System.getenv());
    }

    private void open(Sandbox sandbox) {
        traps.close();
        traps =
                Traps.of(
                        folder,
                        System.getenv(),
                        (home, what) -> town.orElseThrow().trespassed(home, what));
        Surroundings surroundings =
                new Surroundings(System.getenv(), folder.resolve("homes"), traps);
        workers.close();
        workers = SystemProcesses.contained(sandbox);
        Town opened =
                Town.open(
                        TownConfig.DEFAULT,
                        new Adapters(
                                time,
                                ledger,
                                repositories,
                                new ShellRuntime(workers, surroundings),
                                new ShellGates(workers, surroundings, 64 * 1024),
                                List.of()));
        town = Optional.of(opened);
        opened.start();
    }

    @AfterEach
    void close() {
        town.ifPresent(Town::close);
        repositories.close();
        ledger.close();
        workers.close();
        tools.close();
        traps.close();
    }

    @Test
    void workVerificationAndGatesOfARigRunInTheSandbox() {
        assumeTrue(real.problem().isEmpty(), real.description());
        open(real);
        addShop(REQUIRED, "[ ! -f '%s' ]".formatted(folder.resolve("ledger.db")));

        BeadId convoy = launch(PLAN.formatted(folder.resolve("ledger.db")));

        await().atMost(LONG).until(() -> state(convoy) == Convoy.State.LANDED);
        assertThat(sh(folder, "git -C shop.git show main:found.txt")).isEqualTo("unseen\n");
    }

    @Test
    void aRigWithTheSandboxOffSeesWhatTheTownSees() {
        open(real);
        addShop(OFF, "[ -e '%s' ]".formatted(folder.resolve("ledger.db")));

        BeadId convoy = launch(PLAN.formatted(folder.resolve("ledger.db")));

        await().atMost(LONG).until(() -> state(convoy) == Convoy.State.LANDED);
        assertThat(sh(folder, "git -C shop.git show main:found.txt")).isEqualTo("seen\n");
    }

    @Test
    void aTrapInTheGitDirectoryOfAWorkerOrAGateIsAFindingOfEach() {
        open(real);
        addShop(Sandboxing.DEFAULT, "git config core.fsmonitor /tmp/evil");

        BeadId convoy =
                launch(
                        """
                        - [ ] Plant
                          ```sh
                          git config core.sshCommand /tmp/evil; echo x > x
                          ```
                        """);

        await().atMost(LONG).until(() -> state(convoy) == Convoy.State.LANDED);
        assertThat(planted("shop/polecats/"))
                .singleElement()
                .asString()
                .contains("config sets core.sshcommand")
                .doesNotContain("fsmonitor");
        assertThat(planted("shop/gates"))
                .singleElement()
                .asString()
                .contains("config sets core.fsmonitor")
                .doesNotContain("sshcommand");
    }

    private List<String> planted(String whose) {
        return findings().stream()
                .filter(it -> it.kind().equals(Plants.KIND) && it.about().startsWith(whose))
                .map(Finding::text)
                .toList();
    }

    @Test
    void whatWorkersAndGatesReachForIsAFindingOfEachWithItsCount() {
        assumeTrue(real.problem().isEmpty(), real.description());
        open(real);
        addShop(
                REQUIRED,
                "! cat '%s' && ! cat /etc/shadow"
                        .formatted(folder.resolve("run").resolve("token")));

        BeadId convoy =
                launch(
                        """
                        - [ ] Reach
                          ```sh
                          for i in 1 2 3 4 5; do cat "%s" || echo "$i" >> refused; done
                          ```
                        """
                                .formatted(folder.resolve("ledger.db")));

        await().atMost(LONG).until(() -> state(convoy) == Convoy.State.LANDED);
        await().atMost(LONG)
                .untilAsserted(() -> {
                    assertThat(trespassesOf("polecats"))
                            .singleElement()
                            .asString()
                            .contains("read the town's ledger.db (4 times or more)");
                    assertThat(trespassesOf("gates"))
                            .singleElement()
                            .asString()
                            .contains("read the town's run/token", "read /etc/shadow");
                });
    }

    private List<String> trespassesOf(String whom) {
        return findings().stream()
                .filter(finding ->
                        finding.kind().equals(Trespasses.KIND)
                                && finding.about().startsWith("shop/" + whom))
                .map(Finding::text)
                .toList();
    }

    @Test
    void whereNoneWorksRequiredWorkWaitsAndSaysWhyAndNothingIsLost() {
        open(Sandbox.none("bubblewrap is not installed."));
        addShop(REQUIRED, "true");

        BeadId convoy = launch(PLAN.formatted(folder.resolve("ledger.db")));
        await().atMost(LONG).until(() -> !findings().isEmpty());

        assertThat(findings())
                .anySatisfy(finding ->
                        assertThat(finding.text())
                                .contains("waits on the hook", "bubblewrap is not installed"));
        assertThat(state(convoy)).isEqualTo(Convoy.State.OPEN);
        write(tx -> Rigs.configure(tx, confined(Rigs.get(tx, SHOP), OFF)));
        await().atMost(LONG).until(() -> state(convoy) == Convoy.State.LANDED);
    }

    @Test
    void requiredGatesWaitTooAndTheirRequestsStayReady() {
        open(Sandbox.none("bubblewrap is not installed."));
        addShop(OFF, "true");
        BeadId convoy =
                launch(
                        """
                        - [ ] Wait
                          ```sh
                          echo x > begun; until [ -e "%s" ]; do sleep 0.05; done
                          ```
                        """
                                .formatted(folder.resolve("go")));
        await().atMost(LONG).until(() -> sh(folder, "find rigs -name begun").contains("begun"));

        write(tx -> Rigs.configure(tx, confined(Rigs.get(tx, SHOP), REQUIRED)));
        sh(folder, "touch go");

        await().atMost(LONG)
                .until(() -> findings().stream().anyMatch(f -> f.text().contains("gates of shop")));
        assertThat(state(convoy)).isEqualTo(Convoy.State.OPEN);
        assertThat(ledger.<Integer>read(view -> MergeRequests.open(view, SHOP).size()))
                .isEqualTo(1);
    }

    private List<Finding> findings() {
        return ledger.read(Patrol::findings);
    }

    private static Rig confined(Rig rig, Sandboxing sandboxing) {
        return new Rig(
                rig.name(),
                rig.prefix(),
                rig.remote(),
                rig.target(),
                rig.gates(),
                rig.shell(),
                rig.approvalRequired(),
                rig.polecatsMax(),
                rig.state(),
                rig.problem(),
                rig.notes(),
                Optional.of(sandboxing),
                rig.agent());
    }

    private void addShop(Sandboxing sandboxing, String gate) {
        Rig rig =
                new Rig(
                        SHOP,
                        "sh",
                        folder.resolve("shop.git").toString(),
                        "",
                        List.of(Gate.of(1, gate)),
                        true,
                        false,
                        3,
                        Rig.State.ADDING,
                        "",
                        List.of());
        write(tx -> Rigs.add(tx, confined(rig, sandboxing)));
        await().atMost(LONG)
                .until(() ->
                        ledger.<Rig.State>read(view -> Rigs.get(view, SHOP).state())
                                == Rig.State.READY);
    }

    private BeadId launch(String text) {
        PlanText.Parsed.Ok parsed = (PlanText.Parsed.Ok) PlanText.parse(text);
        return ledger.write(
                ADA,
                tx -> {
                    BeadId id = Convoys.stage(tx, SHOP, parsed.plan(), text);
                    Convoys.launch(tx, id);
                    return id;
                });
    }

    private Convoy.State state(BeadId convoy) {
        return ledger.read(view -> Convoys.get(view, convoy)).state();
    }

    private void write(Consumer<dev.townhall.core.ledger.Transaction> change) {
        ledger.write(
                ADA,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    private String sh(Path where, String script) {
        Processes.Exit exit =
                tools.run(
                        new Processes.Command(
                                List.of("sh", "-ec", script),
                                where,
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
        assertThat(exit.isSuccess()).as(exit.output()).isTrue();
        return exit.output();
    }
}
