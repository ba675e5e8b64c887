package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Conversation;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemProcessesTest {
    @Nested
    class Contained extends Kept {
        Contained() {
            super(SystemProcesses.contained());
        }

        @Test
        void aDaemonEndsWithTheCommandWhereTheSystemAllowsIt() {
            assumeTrue(
                    processes.endsDaemons(), "This machine has no PID namespaces for this user.");
            String mark = Survivors.mark();
            String daemon = "(setsid sleep MARK </dev/null >/dev/null 2>&1 &) & wait; echo ok";

            Exit exit = processes.run(sh(daemon.replace("MARK", mark)));

            assertThat(exit.output()).isEqualTo("ok\n");
            Survivors.awaitNone(mark);
        }
    }

    @Nested
    class Sandboxed extends Kept {
        private static final Sandbox SANDBOX = Sandbox.find(System.getenv(), List.of());

        Sandboxed() {
            super(SystemProcesses.contained(SANDBOX));
        }

        @BeforeEach
        void needsOne() {
            assumeTrue(SANDBOX.problem().isEmpty(), SANDBOX.description());
        }

        @Override
        public Processes processes() {
            return new Confining(processes, folder);
        }

        @Override
        Command sh(String script) {
            return Confining.confined(super.sh(script), folder);
        }

        @Test
        void aDaemonEndsWithTheCommand() {
            String mark = Survivors.mark();
            String daemon = "(setsid sleep MARK </dev/null >/dev/null 2>&1 &) & wait; echo ok";

            Exit exit = processes.run(sh(daemon.replace("MARK", mark)));

            assertThat(exit.output()).isEqualTo("ok\n");
            Survivors.awaitNone(mark);
        }
    }

    /// Asks for a sandbox around whatever is started.
    record Confining(SystemProcesses inner, Path folder) implements Processes {
        @Override
        public Running start(Command command, Consumer<String> onOutput, Consumer<Exit> onExit) {
            return inner.start(confined(command, folder), onOutput, onExit);
        }

        @Override
        public Exit run(Command command) {
            return inner.run(confined(command, folder));
        }

        @Override
        public Conversation converse(
                Command command, Lines lines, Listener listener, Consumer<Exit> onExit) {
            return inner.converse(confined(command, folder), lines, listener, onExit);
        }

        static Command confined(Command command, Path folder) {
            return new Command(
                    command.arguments(),
                    command.folder(),
                    command.environment(),
                    command.deadline(),
                    command.outputBytesMax(),
                    new Confinement(
                            Confinement.Need.REQUIRED,
                            Confinement.Network.OPEN,
                            List.of(folder),
                            List.of()));
        }
    }

    @Nested
    class Grouped extends Kept {
        Grouped() {
            super(SystemProcesses.grouped());
        }

        @Test
        void aDaemonThatGotAwayWithTheOutputIsNotWaitedFor() {
            String mark = Survivors.mark();
            try {
                String daemon =
                        "(setsid sh -c 'echo >away; exec sleep MARK' &) & wait;"
                                + " until [ -e away ]; do sleep 0.01; done; echo ok";

                Exit exit = processes.run(sh(daemon.replace("MARK", mark)));

                assertThat(exit.output()).isEqualTo("ok\n");
                assertThat(exit.how()).isEqualTo(How.EXITED);
                assertThat(Survivors.with(mark)).as("this way cannot end it").isNotEmpty();
            } finally {
                Survivors.end(mark);
            }
        }

        @Test
        void aChildThatStopsWritingIsHeardToDoSoWhileItRuns() {
            Notes notes = new Notes();
            Conversation talk = converse("exec >&-; read -r l; exit 7", notes);

            notes.awaitHeard(1);
            assertThat(notes.heard).containsExactly("over");
            assertThat(talk.isAlive()).isTrue();
            talk.say(ConversationContract.bytes("go"));

            assertThat(notes.exit.join().code()).isEqualTo(7);
            assertThat(notes.heard).containsExactly("over");
        }

        @Test
        void aChildInAnotherSessionEndsAtTheDeadlineByItsAncestry() {
            String mark = Survivors.mark();
            Command command =
                    new Command(
                            List.of("/usr/bin/setsid", "--wait", "sleep", mark),
                            folder(),
                            Map.of("PATH", "/usr/bin:/bin"),
                            Duration.ofMillis(500),
                            1000);

            Exit exit = processes.run(command);

            assertThat(exit.how()).isEqualTo(How.DEADLINE);
            Survivors.awaitNone(mark);
        }
    }

    /// As [Contained] where only a user namespace is allowed, which root may make too.
    @Nested
    class ContainedByUserNamespace extends Kept {
        ContainedByUserNamespace() {
            super(
                    new SystemProcesses(
                            SupervisorProbe.groups()
                                    .withNamespace(
                                            List.of(
                                                    "unshare",
                                                    "--pid",
                                                    "--fork",
                                                    "--kill-child=KILL",
                                                    "--mount-proc",
                                                    "--user",
                                                    "--map-current-user"))));
        }

        @BeforeEach
        void isAllowedHere() {
            assumeTrue(
                    processes.run(sh("true")).isSuccess(),
                    "This machine allows no user namespaces.");
        }
    }

    /// As [Grouped] where no shell has job control without a terminal.
    @Nested
    class GroupedBySetsid extends Kept {
        GroupedBySetsid() {
            super(
                    new SystemProcesses(
                            new Supervisor(
                                    Optional.empty(),
                                    List.of("/bin/sh"),
                                    Programs.find("setsid"),
                                    List.of())));
        }

        /// The one thing this way cannot keep.
        @Override
        public void interruptAndQuitAreIgnoredNoMoreThanByAnyChild() {}
    }

    abstract static class Kept implements ProcessesContract, ConversationContract {
        final SystemProcesses processes;
        @TempDir Path folder;

        Kept(SystemProcesses processes) {
            this.processes = processes;
        }

        @Override
        public Processes processes() {
            return processes;
        }

        @Override
        public Path folder() {
            return folder;
        }

        Command sh(String script) {
            return new Command(
                    List.of("sh", "-c", script),
                    folder,
                    Map.of("PATH", "/usr/bin:/bin"),
                    LONG,
                    KEPT);
        }

        @AfterEach
        void close() {
            processes.close();
        }

        @Test
        void closingEndsAllAndStartsNothingMore() {
            String mark = Survivors.mark();
            List<Exit> exits = new CopyOnWriteArrayList<>();
            processes.start(sh("sleep " + mark), exits::add);
            processes.start(sh("sleep " + mark), exits::add);
            Survivors.awaitSome(mark);

            processes.close();

            Survivors.awaitNone(mark);
            await().until(() -> exits.size() == 2);
            assertThat(exits).extracting(Exit::how).containsOnly(How.ENDED);
            assertThat(processes.run(sh("true")).how()).isEqualTo(How.NOT_STARTED);
        }
    }
}
