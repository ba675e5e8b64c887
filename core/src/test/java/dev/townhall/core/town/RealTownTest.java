package dev.townhall.core.town;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.PlanText;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.worktree.GitRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The town on its real adapters: SQLite, git, processes.
class RealTownTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor ADA = Actor.overseer("ada");

    private final SystemTime time = new SystemTime();
    private final SystemProcesses tools = SystemProcesses.grouped();
    private final SystemProcesses workers = SystemProcesses.contained();
    private final Path folder;
    private final SqliteLedger ledger;
    private final GitRepositories repositories;
    private final Town town;

    RealTownTest(@TempDir Path folder) {
        this.folder = folder;
        sh(
                folder,
                """
                git init -q --bare -b main shop.git
                git init -q -b main seed && cd seed
                printf 'one\\n' > list.txt && git add . && git commit -q -m first
                git push -q ../shop.git main
                """);
        ledger = SqliteLedger.open(folder.resolve("ledger.db"), time, new SecureRandomness());
        repositories = new GitRepositories(folder.resolve("rigs"), tools, time, System.getenv());
        Surroundings surroundings = new Surroundings(System.getenv(), folder.resolve("homes"));
        town =
                Town.open(
                        TownConfig.DEFAULT,
                        new Adapters(
                                time,
                                ledger,
                                repositories,
                                new ShellRuntime(workers, surroundings),
                                new ShellGates(workers, surroundings, 64 * 1024),
                                List.of()));
        town.start();
    }

    @AfterEach
    void close() {
        town.close();
        repositories.close();
        ledger.close();
        workers.close();
        tools.close();
    }

    @Test
    void aPlanBecomesMergedCommits() {
        addShop("! grep -q BAD list.txt");

        BeadId convoy =
                launch(
                        """
                        - [ ] Append two
                          ```sh
                          echo two >> list.txt
                          ```
                        - [ ] Append three, which conflicts
                          ```sh
                          echo three >> list.txt
                          ```
                        - [ ] Break the gate once
                          ```sh
                          if [ "$GT_ATTEMPT" = 1 ]; then echo BAD >> list.txt; else echo good > ok.txt; fi
                          ```
                        - [ ] Look at the whole
                          after: 1, 2, 3
                          ```sh
                          true
                          ```
                          ```verify
                          grep -q two list.txt && grep -q three list.txt
                          ```
                        """);

        await().until(() -> state(convoy) == Convoy.State.LANDED);
        assertThat(sh(folder, "git -C shop.git show main:list.txt"))
                .contains("two", "three")
                .doesNotContain("BAD");
        assertThat(sh(folder, "git -C shop.git log --format=%an main").lines())
                .filteredOn(author -> !author.equals("Somebody"))
                .hasSize(3);
        assertThat(sh(folder, "git -C shop.git log --format=%b main")).containsPattern("Bead: sh-");
    }

    private void addShop(String gate) {
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
        write(tx -> Rigs.add(tx, rig));
        await().until(() ->
                ledger.<Rig.State>read(view -> Rigs.get(view, SHOP).state()) == Rig.State.READY);
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
