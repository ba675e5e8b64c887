package dev.townhall.core.foundation.process;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Conversation;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.foundation.process.Processes.Lines;
import dev.townhall.core.foundation.process.Processes.Listener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What every [Processes] keeps when it talks with a child.
public interface ConversationContract {
    Lines LINES = new Lines(100_000, 1_000_000);

    Processes processes();

    /// A fresh folder of this test.
    Path folder();

    /// Writes down what it hears.
    final class Notes implements Listener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final CompletableFuture<Exit> exit = new CompletableFuture<>();

        @Override
        public void line(byte[] line) {
            heard.add(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public void skipped(long bytes) {
            heard.add("skipped " + bytes);
        }

        @Override
        public void over() {
            heard.add("over");
        }

        void awaitHeard(int count) {
            await().until(() -> heard.size() >= count);
        }
    }

    private Conversation converse(String script, Duration deadline, Notes notes) {
        return processes()
                .converse(
                        new Command(
                                List.of("sh", "-c", script),
                                folder(),
                                Map.of("PATH", "/usr/bin:/bin"),
                                deadline,
                                1000),
                        LINES,
                        notes,
                        notes.exit::complete);
    }

    default Conversation converse(String script, Notes notes) {
        return converse(script, PATIENCE, notes);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    default void aChildAnswersLineByLineAndItsErrorsAreKeptApart() {
        Notes notes = new Notes();
        String script = "while read -r l; do echo \"got $l\"; echo \"err $l\" >&2; done; exit 3";
        Conversation talk = converse(script, notes);

        assertThat(talk.say(bytes("one"))).isTrue();
        notes.awaitHeard(1);
        assertThat(notes.heard).containsExactly("got one");
        assertThat(talk.say(bytes("zwei ä"))).isTrue();
        talk.finish();
        Exit exit = notes.exit.join();

        assertThat(notes.heard).containsExactly("got one", "got zwei ä", "over");
        assertThat(exit.how()).isEqualTo(How.EXITED);
        assertThat(exit.code()).isEqualTo(3);
        assertThat(exit.output()).isEqualTo("err one\nerr zwei ä\n");
        assertThat(talk.isAlive()).isFalse();
        assertThat(talk.say(bytes("late"))).isFalse();
    }

    @Test
    default void blankHalfAndOverlongLinesComeAsTheyAre() {
        Notes notes = new Notes();

        converse(
                "echo; printf 'a\\r\\n'; head -c 100000 /dev/zero; echo;"
                        + " head -c 100001 /dev/zero; echo; head -c 5000000 /dev/zero; echo b;"
                        + " printf half",
                notes);
        notes.exit.join();

        assertThat(notes.heard)
                .containsExactly(
                        "",
                        "a\r",
                        "\0".repeat(100_000),
                        "skipped 100001",
                        "skipped 5000001",
                        "half",
                        "over");
    }

    @Test
    default void aChildThatClosesItsErrorsIsHeardOn() {
        Notes notes = new Notes();

        converse("exec 2>&-; echo one; sleep 0.1; echo two", notes);

        assertThat(notes.exit.join().output()).isEmpty();
        assertThat(notes.heard).containsExactly("one", "two", "over");
    }

    @Test
    default void aChildThatDoesNotReadHoldsNobodyUp() {
        String mark = Survivors.mark();
        Notes notes = new Notes();
        Conversation talk = converse("sleep " + mark, notes);
        byte[] much = new byte[300_000];

        List<Boolean> told = List.of(talk.say(much), talk.say(much), talk.say(much));
        boolean fourth = talk.say(much);
        talk.end();

        assertThat(told).containsOnly(true);
        assertThat(fourth).isFalse();
        assertThat(notes.exit.join().how()).isEqualTo(How.ENDED);
        assertThat(talk.say(much)).isFalse();
        Survivors.awaitNone(mark);
        await().until(() -> inputThreads(talk) == 0);
    }

    /// Threads that write to a child and have not ended.
    private static long inputThreads(Conversation talk) {
        return talk.isAlive()
                ? 1
                : Thread.getAllStackTraces().entrySet().stream()
                        .filter(entry -> entry.getKey().getName().endsWith(" input"))
                        .flatMap(entry -> java.util.Arrays.stream(entry.getValue()))
                        .filter(frame -> frame.getMethodName().equals("write0"))
                        .count();
    }

    @Test
    default void whatAChildHasReadBeforeItsEndIsAnswered() {
        Notes notes = new Notes();
        Conversation talk = converse("cat", notes);
        String large = "x".repeat(90_000);

        for (int i = 0; i < 10; i++) {
            assertThat(talk.say(bytes(large))).isTrue();
        }
        talk.finish();
        talk.finish();
        notes.exit.join();

        assertThat(notes.heard).hasSize(11).contains(large, "over");
    }

    @Test
    default void endingAConversationEndsTheWholeTree() {
        String mark = Survivors.mark();
        Notes notes = new Notes();
        String script = "trap '' HUP INT TERM; (sleep %s & sleep %s) & echo up; sleep %s";
        Conversation talk = converse(script.replace("%s", mark), notes);
        notes.awaitHeard(1);
        Survivors.awaitSome(mark);

        talk.end();
        talk.end();

        assertThat(notes.exit.join().how()).isEqualTo(How.ENDED);
        Survivors.awaitNone(mark);
    }

    @Test
    default void whatAConversationLeavesInTheBackgroundEndsWithIt() {
        String mark = Survivors.mark();
        Notes notes = new Notes();

        converse("sleep " + mark + " & echo done", notes);

        assertThat(notes.exit.join().code()).isZero();
        assertThat(notes.heard).containsExactly("done", "over");
        Survivors.awaitNone(mark);
    }

    @Test
    default void aConversationEndsAtItsDeadline() {
        String mark = Survivors.mark();
        Notes notes = new Notes();

        converse("sleep " + mark, Duration.ofMillis(300), notes);

        assertThat(notes.exit.join().how()).isEqualTo(How.DEADLINE);
        Survivors.awaitNone(mark);
    }

    @Test
    default void aListenerThatFailsHearsTheNextLine() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        Listener failing =
                new Listener() {
                    @Override
                    public void line(byte[] line) {
                        heard.add(new String(line, StandardCharsets.UTF_8));
                        throw new IllegalStateException("on purpose");
                    }

                    @Override
                    public void skipped(long bytes) {}

                    @Override
                    public void over() {}
                };

        processes()
                .converse(
                        new Command(
                                List.of("/bin/sh", "-c", "echo a; echo b"),
                                folder(),
                                Map.of(),
                                PATIENCE,
                                0),
                        LINES,
                        failing,
                        exit::complete);
        exit.join();

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    default void aConversationThatCannotBeginSaysWhy() {
        CompletableFuture<Exit> exit = new CompletableFuture<>();

        Conversation talk =
                processes()
                        .converse(
                                new Command(
                                        List.of("no-such-program"),
                                        folder(),
                                        Map.of("PATH", "/usr/bin:/bin"),
                                        PATIENCE,
                                        1000),
                                LINES,
                                new Notes(),
                                exit::complete);

        assertThat(exit.join().how()).isEqualTo(How.NOT_STARTED);
        assertThat(exit.join().output()).contains("no-such-program was not found");
        assertThat(talk.isAlive()).isFalse();
        assertThat(talk.say(bytes("hello"))).isFalse();
        talk.finish();
        talk.end();
    }

    @Test
    default void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Lines(0, 1)).isInstanceOf(TownException.class);
        assertThatThrownBy(() -> new Lines(1, 0)).isInstanceOf(TownException.class);
    }
}
