package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.foundation.process.Processes.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Processes] keeps.
public interface ProcessesContract {
    Duration LONG = PATIENCE;
    int KEPT = 64 * 1024;

    Processes processes();

    /// A fresh folder of this test.
    Path folder();

    private Command command(Map<String, String> environment, String... arguments) {
        return new Command(List.of(arguments), folder(), environment, LONG, KEPT);
    }

    private Command sh(String script) {
        return command(Map.of("PATH", "/usr/bin:/bin"), "sh", "-c", script);
    }

    private Command sh(String script, Duration deadline) {
        return new Command(List.of("/bin/sh", "-c", script), folder(), Map.of(), deadline, KEPT);
    }

    @Test
    default void outputErrorAndExitCodeComeBack() {
        Exit exit = processes().run(sh("echo out; echo err >&2; pwd; exit 3"));

        assertThat(exit.how()).isEqualTo(How.EXITED);
        assertThat(exit.code()).isEqualTo(3);
        assertThat(exit.isSuccess()).isFalse();
        assertThat(exit.output()).isEqualTo("out\nerr\n" + folder() + "\n");
        assertThat(exit.outputBytes()).isEqualTo(exit.output().length());
        assertThat(exit.duration()).isPositive().isLessThan(LONG);
    }

    @Test
    default void theEnvironmentIsExactlyTheOneGiven() {
        Map<String, String> given = Map.of("GT_BEAD", "sh-1", "ODD", "a b\n'\"$HOME=`id`");

        Exit exit = processes().run(command(given, "/usr/bin/env", "-0"));

        assertThat(exit.output().split("\0"))
                .filteredOn(entry -> !entry.startsWith("_=")) // a shell may say what it runs
                .containsExactlyInAnyOrder("GT_BEAD=sh-1", "ODD=a b\n'\"$HOME=`id`");
    }

    @Test
    default void whatAShellSetsIsNotTakenAwayWhenGiven() {
        Exit exit = processes().run(command(Map.of("PWD", "/else", "SHLVL", "7"), "/usr/bin/env"));

        assertThat(exit.output()).contains("SHLVL=").contains("PWD=");
    }

    @Test
    default void standardInputIsEmpty() {
        Exit exit = processes().run(sh("cat; echo end"));

        assertThat(exit.output()).isEqualTo("end\n");
    }

    @Test
    default void argumentsAreNeverReadByAShell() {
        String odd = "$(touch x) `touch x`; touch x\n'\"\\ * ~ ${HOME}";

        Exit exit = processes().run(command(Map.of(), "/usr/bin/printf", "%s|", odd, "", "-n"));

        assertThat(exit.output()).isEqualTo(odd + "||-n|");
        assertThat(folder().resolve("x")).doesNotExist();
    }

    @Test
    default void everyCharacterIsPassedOrRefusedButNeverReplaced() {
        Exit exit = processes().run(command(Map.of("WORD", "größe"), "/usr/bin/printf", "é€😀"));

        if (exit.how() == How.EXITED) {
            assertThat(exit.output()).isEqualTo("é€😀");
        } else {
            assertThat(exit.output()).contains("LC_ALL=C.UTF-8");
        }
    }

    @Test
    default void aProgramNamedLikeAShellsOwnCommandIsTheProgram() {
        Exit exit = processes().run(command(Map.of("PATH", "/usr/bin:/bin"), "echo", "--version"));

        assertThat(exit.output()).contains("coreutils");
    }

    @Test
    default void aProgramIsFoundFromTheFolder() throws IOException {
        Path program = Files.writeString(folder().resolve("tool"), "#!/bin/sh\necho \"$1\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        Exit exit = processes().run(command(Map.of(), "./tool", "hello"));

        assertThat(exit.output()).isEqualTo("hello\n");
    }

    @Test
    default void onlyTheEndOfTheOutputIsKeptAndAllOfItIsCounted() {
        String script = "yes 0123456789 | head -c 5000000; printf THE-END";

        Exit exit = processes().run(sh(script));

        assertThat(exit.outputBytes()).isEqualTo(5_000_007);
        assertThat(exit.output()).hasSize(KEPT).endsWith("THE-END");
    }

    @Test
    default void outputIsToldPieceByPieceInOrderBeforeTheEnd() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        String script =
                "echo one; while [ ! -e go ]; do sleep 0.01; done; printf 'zwei \\303\\244'";
        CompletableFuture<Exit> end = new CompletableFuture<>();

        processes()
                .start(
                        sh(script),
                        told::add,
                        exit -> {
                            told.add("|");
                            end.complete(exit);
                        });
        await().until(() -> !told.isEmpty());
        assertThat(told).containsExactly("one\n");
        Files.createFile(folder().resolve("go"));

        assertThat(end.join().output()).isEqualTo("one\nzwei ä");
        assertThat(String.join("", told)).isEqualTo("one\nzwei ä|");
    }

    @Test
    default void aListenerThatFailsDoesNotHarmTheChild() {
        CompletableFuture<Exit> end = new CompletableFuture<>();

        processes()
                .start(
                        sh("yes | head -c 1000000"),
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        },
                        end::complete);

        assertThat(end.join().outputBytes()).isEqualTo(1_000_000);
    }

    @Test
    default void whatCannotBeStartedSaysWhy() throws IOException {
        Files.writeString(folder().resolve("plain"), "no program");
        Command noFolder =
                new Command(List.of("/bin/true"), folder().resolve("no"), Map.of(), LONG, KEPT);

        for (Command command :
                List.of(
                        command(Map.of("PATH", "/usr/bin:/bin"), "no-such-program"),
                        command(Map.of(), "/no/such/program"),
                        command(Map.of(), "./plain"),
                        command(Map.of(), "/"),
                        noFolder)) {
            Exit exit = processes().run(command);
            assertThat(exit.how()).isEqualTo(How.NOT_STARTED);
            assertThat(exit.isSuccess()).isFalse();
            assertThat(exit.output()).containsAnyOf("not found", "does not exist");
        }
    }

    @Test
    default void theEndOfWhatWasNeverStartedIsToldOnce() {
        List<Exit> exits = new CopyOnWriteArrayList<>();

        Running running = processes().start(command(Map.of(), "/no/such/program"), exits::add);
        running.end();

        await().until(() -> !exits.isEmpty());
        assertThat(exits).hasSize(1);
        assertThat(running.isAlive()).isFalse();
    }

    @Test
    default void aCommandThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> command(Map.of())).isInstanceOf(TownException.class);
        assertThatThrownBy(() -> command(Map.of(), "a\0b")).isInstanceOf(TownException.class);
        assertThatThrownBy(() -> command(Map.of("A=B", "c"), "true"))
                .isInstanceOf(TownException.class);
        assertThatThrownBy(() -> sh("true", Duration.ZERO)).isInstanceOf(TownException.class);
    }

    @Test
    default void aSignalIsToldAsAShellWould() {
        assertThat(processes().run(sh("kill -SEGV $$")).code()).isEqualTo(128 + 11);
        assertThat(processes().run(sh("kill -KILL $$")).how()).isEqualTo(How.EXITED);
    }

    /// Judged by a child started plainly: one cannot get back a signal that whoever started these
    /// tests ignores, as a script does for what it runs in the background.
    @Test
    default void interruptAndQuitAreIgnoredNoMoreThanByAnyChild() throws Exception {
        for (String signal : List.of("INT", "QUIT")) {
            String script = "kill -" + signal + " $$; echo still here";
            Process plain = new ProcessBuilder("sh", "-c", script).start();
            String said = new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            Exit exit = processes().run(sh(script));

            assertThat(exit.output().contains("still here")).isEqualTo(said.contains("still here"));
            assertThat(exit.code()).isEqualTo(plain.waitFor());
        }
    }

    @Test
    default void aDeadlineEndsTheWholeTree() {
        String mark = Survivors.mark();
        String script = "trap '' TERM HUP INT; sleep %s & (sleep %s & sleep %s); sleep %s";

        Exit exit = processes().run(sh(script.replace("%s", mark), Duration.ofMillis(300)));

        assertThat(exit.how()).isEqualTo(How.DEADLINE);
        assertThat(exit.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        Survivors.awaitNone(mark);
    }

    @Test
    default void aStoppedChildEndsAtItsDeadline() {
        String mark = Survivors.mark();

        Exit exit =
                processes().run(sh("sleep " + mark + " & kill -STOP $$", Duration.ofMillis(300)));

        assertThat(exit.how()).isEqualTo(How.DEADLINE);
        Survivors.awaitNone(mark);
    }

    @Test
    default void endingEndsTheWholeTreeAndIsToldOnce() {
        String mark = Survivors.mark();
        List<Exit> exits = new CopyOnWriteArrayList<>();
        Running running =
                processes().start(sh("(sleep %s & sleep %s)".replace("%s", mark)), exits::add);
        Survivors.awaitSome(mark);
        assertThat(running.isAlive()).isTrue();

        running.end();
        running.end();

        await().until(() -> !exits.isEmpty());
        Survivors.awaitNone(mark);
        running.end();
        assertThat(exits).extracting(Exit::how).containsExactly(How.ENDED);
        assertThat(running.isAlive()).isFalse();
    }

    @Test
    default void childrenLeftInTheBackgroundEndWithTheCommandAndAreNotWaitedFor() {
        String mark = Survivors.mark();

        Exit exit = processes().run(sh("sleep " + mark + " & echo done"));

        assertThat(exit.how()).isEqualTo(How.EXITED);
        assertThat(exit.code()).isZero();
        assertThat(exit.output()).isEqualTo("done\n");
        Survivors.awaitNone(mark);
    }

    @Test
    default void aChildThatKillsWhatWatchesItEndsAllTheSame() {
        String mark = Survivors.mark();
        // In a group alone it is watched from a moment after its start on: by its parent's second
        // child. The parent in a namespace cannot be killed from inside.
        String watched =
                "read -r _ watcher </proc/$PPID/task/$PPID/children && [ -n \"$watcher\" ]";
        String script =
                "[ $PPID = 1 ] || until %s; do sleep 0.01; done; kill -KILL $PPID; sleep %s"
                        .formatted(watched, mark);

        Exit exit = processes().run(sh(script, Duration.ofSeconds(2)));

        assertThat(exit.isSuccess()).isFalse();
        Survivors.awaitNone(mark);
    }

    @Test
    default void anInterruptedCallerEndsItsChild() throws InterruptedException {
        String mark = Survivors.mark();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        List<Exit> exits = new CopyOnWriteArrayList<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            exits.add(processes().run(sh("sleep " + mark)));
                            interrupted.complete(Thread.currentThread().isInterrupted());
                        });
        Survivors.awaitSome(mark);

        caller.interrupt();
        caller.join();

        assertThat(interrupted).isCompletedWithValue(true);
        assertThat(exits).extracting(Exit::how).containsExactly(How.ENDED);
        Survivors.awaitNone(mark);
    }

    @Test
    default void manyRunAtOnce() {
        List<CompletableFuture<Exit>> exits =
                IntStream.range(0, 40)
                        .mapToObj(number -> {
                            CompletableFuture<Exit> exit = new CompletableFuture<>();
                            processes().start(sh("echo " + number), exit::complete);
                            return exit;
                        })
                        .toList();

        for (int number = 0; number < exits.size(); number++) {
            assertThat(exits.get(number).join().output()).isEqualTo(number + "\n");
        }
    }
}
