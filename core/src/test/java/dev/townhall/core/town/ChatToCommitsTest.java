package dev.townhall.core.town;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.chat.SimulatedChat;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.core.mergequeue.ShellGates;
import dev.townhall.core.person.People;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.shell.ShellRuntime;
import dev.townhall.core.worktree.GitRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A message typed into a channel becomes merged commits, on the real adapters, and people see the
/// whole story on their network.
class ChatToCommitsTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor ADA = Actor.overseer("ada");
    private static final Conversation INBOX = new Conversation.Inbox("ada");
    private static final Conversation CHANNEL = new Conversation.Channel(SHOP);

    private int messages;
    private final SimulatedChat chat = new SimulatedChat("sim", SimulatedChat.Memory.IDEMPOTENT);
    private final SystemTime time = new SystemTime();
    private final SystemProcesses processes = SystemProcesses.grouped();
    private final Path folder;
    private final SqliteLedger ledger;
    private final GitRepositories repositories;
    private final Town town;

    ChatToCommitsTest(@TempDir Path folder) {
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
        repositories =
                new GitRepositories(folder.resolve("rigs"), processes, time, System.getenv());
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
        town.start();
    }

    @AfterEach
    void close() {
        town.close();
        repositories.close();
        ledger.close();
        processes.close();
    }

    @Test
    void aTypedPlanIsLaunchedReworkedApprovedAndLanded() {
        addShop("! test -e BAD");
        write(tx -> {
            People.firstOwner(tx, "ada");
            People.identify(tx, "ada", "sim", "U1");
        });

        BeadId convoy =
                plan(
                        """
                        @Mayor please
                        - [ ] Append two
                          ```sh
                          until [ -e FOLDER/begun ]; do sleep 0.01; done
                          echo two >> list.txt
                          ```
                        - [ ] Append three, which conflicts
                          ```sh
                          touch FOLDER/begun
                          until git -C FOLDER/shop.git show main:list.txt | grep -q two; do sleep 0.05; done
                          echo three >> list.txt
                          ```
                        - [ ] Break the gate once
                          ```sh
                          if [ "$GT_ATTEMPT" = 1 ]; then touch BAD; else touch ok.txt; fi
                          ```
                        - [ ] Release  after: 1, 2, 3  approval: required
                          ```sh
                          echo 1.0 > version.txt
                          ```
                        """
                                .replace("FOLDER", folder.toString()));
        Conversation thread = new Conversation.ConvoyThread(convoy);
        press(thread, "Launch");
        press(INBOX, "Approve");
        await().until(() -> texts(thread).stream().anyMatch(it -> it.startsWith("Landed: ")));

        List<String> told = texts(thread);
        assertThat(told.getFirst()).startsWith("Append two and 3 more");
        assertThat(told.get(1)).isEqualTo("Launched by ada: 4 beads in 2 waves.");
        assertThat(told).anyMatch(it -> it.contains("it conflicts in list.txt. Try "));
        assertThat(told)
                .anyMatch(it -> it.contains("a gate is red. Try 2 comes next.\nend of the log:"));
        assertThat(told).anyMatch(it -> it.startsWith("Waits for approval: merge of sh-"));
        assertThat(told).anyMatch(it -> it.contains(": approved by ada at "));
        assertThat(told.stream().filter(it -> it.startsWith("Merged sh-"))).hasSize(4);
        assertThat(told.getLast()).startsWith("Landed: ").contains("Release", "took: ");
        await().until(() -> texts(INBOX).size() >= 2);
        assertThat(texts(INBOX)).hasSize(2).first().asString().doesNotContain("[Approve");
        assertThat(chat.seen()).extracting(SimulatedChat.Shown::key).doesNotHaveDuplicates();
        assertThat(sh(folder, "git -C shop.git log --format=%an main").lines())
                .filteredOn(author -> !author.equals("Somebody"))
                .hasSize(4);
    }

    private BeadId plan(String text) {
        return ((Reception.Reply.Said) say(CHANNEL, text)).about().getFirst();
    }

    private Reception.Reply say(Conversation where, String text) {
        return town.reception().receive(new Inbound("sim", "m" + ++messages, "U1", where, text));
    }

    /// Presses the newest button with this label that is on the screen.
    private void press(Conversation where, String label) {
        await().until(() -> buttons(where, label).findAny().isPresent());
        String command = buttons(where, label).reduce((first, second) -> second).orElseThrow();
        assertThat(say(where, command)).isInstanceOf(Reception.Reply.Said.class);
    }

    private Stream<String> buttons(Conversation where, String label) {
        return shown(where).stream()
                .flatMap(card -> card.actions().stream())
                .filter(action -> action.label().equals(label))
                .map(Action::command);
    }

    private List<Card> shown(Conversation where) {
        return chat.seen(where.key()).stream().map(SimulatedChat.Shown::card).toList();
    }

    private List<String> texts(Conversation where) {
        return shown(where).stream().map(PlainText::of).toList();
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
                processes.run(
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
