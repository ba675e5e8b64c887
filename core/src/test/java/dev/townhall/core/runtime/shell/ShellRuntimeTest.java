package dev.townhall.core.runtime.shell;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.Survivors;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentRuntimeContract;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellRuntimeTest implements AgentRuntimeContract {
    private static final Map<String, String> TOWN =
            Map.of(
                    "PATH", "/usr/bin:/bin",
                    "HOME", "/home/ada",
                    "SLACK_BOT_TOKEN", "xoxb-secret",
                    "ANTHROPIC_API_KEY", "sk-secret",
                    "TZ", "UTC");

    @TempDir Path folder;
    private final SystemProcesses processes = SystemProcesses.contained();
    private Path tree = Path.of("unset");
    private Path homes = Path.of("unset");
    private ShellRuntime runtime = new ShellRuntime(processes, new Surroundings(TOWN, homes));

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        homes = folder.resolve("homes");
        runtime = new ShellRuntime(processes, new Surroundings(TOWN, homes));
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    @Override
    public AgentRuntime runtime() {
        return runtime;
    }

    @Override
    public SessionStart startWithin(Duration deadline) {
        return start(tree, deadline, Map.of());
    }

    @Override
    public SessionStart startThatFails() {
        return start(folder.resolve("gone"), LONG, Map.of());
    }

    @Override
    public Turn turn(Doing doing) {
        return turn(
                switch (doing) {
                    case WORK -> "printf done > work.txt";
                    case FAIL -> "exit 3";
                    case HANG -> "sleep 1000";
                    case FLOOD -> "yes | head -c 1000000";
                });
    }

    @Override
    public void until(BooleanSupplier reached) {
        await().pollInterval(Duration.ofMillis(5)).until(reached::getAsBoolean);
    }

    @Override
    public Optional<String> file(String path) {
        try {
            Path file = tree.resolve(path);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SessionStart start(
            Path folder, Duration deadline, Map<String, String> environment) {
        return new SessionStart(
                new Actor("shop/polecats/nux"),
                new BeadId("sh-1"),
                7,
                folder,
                environment,
                Optional.empty(),
                deadline,
                1000);
    }

    private static Turn turn(String script) {
        return new Turn("Do it", Optional.of(script), 2);
    }

    private TurnEnded run(String script) {
        return run(script, Map.of());
    }

    private TurnEnded run(String script, Map<String, String> environment) {
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        try (AgentSession session = runtime.start(start(tree, LONG, environment), updates::add)) {
            session.prompt(turn(script));
            until(() -> updates.stream().anyMatch(TurnEnded.class::isInstance));
        }
        return updates.stream()
                .filter(TurnEnded.class::isInstance)
                .map(TurnEnded.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheShellSaysOfALineNamesTheLineAndNoFileOfTheTown() {
        TurnEnded ended = run("true\nno-such-command-anywhere");

        assertThat(ended.outputTail())
                .containsPattern("(?m)^line 2: .*no-such-command-anywhere")
                .doesNotContain("turn.sh", homes.toString());
    }

    @Test
    void noTokenOfTheTownsEnvironmentReachesAScript() {
        TurnEnded turn = run("env");

        assertThat(turn.outputTail().lines().map(line -> line.replaceAll("=.*", "")))
                .filteredOn(name -> !List.of("PWD", "_").contains(name)) // sh says these itself
                .containsExactlyInAnyOrder(
                        "PATH",
                        "LANG",
                        "TZ",
                        "HOME",
                        "TMPDIR",
                        "GT_BEAD",
                        "GT_AGENT",
                        "GT_RIG",
                        "GT_FENCE",
                        "GT_ATTEMPT");
        assertThat(turn.outputTail())
                .contains(
                        "GT_BEAD=sh-1\n",
                        "GT_AGENT=shop/polecats/nux\n",
                        "GT_RIG=shop\n",
                        "GT_FENCE=7\n",
                        "GT_ATTEMPT=2\n");
    }

    @Test
    void theSessionsEnvironmentAddsAndCannotReplaceTheHome() {
        TurnEnded turn =
                run(
                        "echo $GT_REWORK $GT_FENCE $HOME",
                        Map.of("GT_REWORK", "conflict", "HOME", "/home/ada", "GT_FENCE", "9"));

        assertThat(turn.outputTail())
                .isEqualTo("conflict 7 " + homes.resolve("shop~polecats~nux/home") + "\n");
    }

    @Test
    void theHomeStaysAndTheTemporaryFolderGoes() throws IOException {
        run("echo cache > \"$HOME/cache\"; mkdir -p \"$TMPDIR/a\"; chmod 000 \"$TMPDIR/a\"");

        TurnEnded turn = run("cat \"$HOME/cache\"; ls \"$TMPDIR\"");

        assertThat(turn.outputTail()).isEqualTo("cache\n");
        try (var left = Files.list(homes.resolve("shop~polecats~nux"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("home");
        }
    }

    @Test
    void whatAKilledTownLeftIsSweptAndLinksAreNotFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "keep");
        Path left = homes.resolve("shop~polecats~nux/stay-123/tmp");
        Files.createDirectories(left);
        Files.createSymbolicLink(left.resolve("link"), folder);

        run("true");

        assertThat(left).doesNotExist();
        assertThat(precious).hasContent("keep");
    }

    @Test
    void aScriptStopsAtTheFirstCommandThatFails() {
        TurnEnded turn = run("echo one\nfalse\necho two");

        assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
        assertThat(turn.exitCode()).contains(1);
        assertThat(turn.outputTail()).isEqualTo("one\n");
    }

    @Test
    void aLongScriptWithAnyCharactersRuns() {
        String script = "# " + "x".repeat(300_000) + "\nprintf 'ä€😀' > work.txt\n";

        TurnEnded turn = run(script);

        assertThat(turn.reason()).isEqualTo(StopReason.END_TURN);
        assertThat(file("work.txt")).contains("ä€😀");
    }

    @Test
    void aTurnWithoutAScriptFailsAndSaysWhy() {
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        try (AgentSession session = runtime.start(startWithin(LONG), updates::add)) {
            session.prompt(new Turn("Write a poem", Optional.empty(), 1));
            until(() -> updates.size() == 2);
        }

        assertThat(updates.get(1))
                .isInstanceOfSatisfying(
                        TurnEnded.class,
                        turn -> {
                            assertThat(turn.reason()).isEqualTo(StopReason.FAILED);
                            assertThat(turn.outputTail()).contains("no commands");
                        });
    }

    @Test
    void aDaemonOfAScriptEndsWithItsTurn() {
        String mark = Survivors.mark();

        TurnEnded turn = run("sleep %s & echo started".formatted(mark));

        assertThat(turn.outputTail()).isEqualTo("started\n");
        Survivors.awaitNone(mark);
    }

    @Test
    void closingLeavesTheTreeToNobody() {
        String mark = Survivors.mark();
        AgentSession session = runtime.start(startWithin(LONG), update -> {});
        session.prompt(turn("while true; do date > clock; sleep 0.01; done & sleep " + mark));
        Survivors.awaitSome(mark);

        session.close();

        Survivors.awaitNone(mark);
    }
}
