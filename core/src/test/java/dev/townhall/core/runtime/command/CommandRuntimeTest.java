package dev.townhall.core.runtime.command;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.Headless.Output;
import dev.townhall.core.preset.HomeFile;
import dev.townhall.core.preset.Installation;
import dev.townhall.core.preset.Keys;
import dev.townhall.core.preset.Metering;
import dev.townhall.core.preset.Permissions;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentRuntimeContract;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.Lodging;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a stub program that does what its prompt says.
class CommandRuntimeTest implements AgentRuntimeContract {
    private static final String STUB =
            """
            #!/bin/sh
            prompt=
            while [ $# -gt 0 ]; do
              case $1 in
                -p) prompt=$2; shift ;;
                *) echo "$1" >>"$HOME/arguments" ;;
              esac
              shift
            done
            case $prompt in
              work) printf done > work.txt ;;
              fail) exit 3 ;;
              'bad key') echo "401 $STUB_KEY is no key" >&2; exit 4 ;;
              arguments) cat "$HOME/arguments" ;;
              hang) sleep 1000 ;;
              flood) yes | head -c 1000000 ;;
              json) echo 'a warning {"type":' >&2; echo '{"type":"result","result":"Hi.","session_id":"told-1"}' ;;
              limit) echo '{"type":"result","is_error":true,"result":"Rate limit exceeded"}' ;;
              env) env ;;
              pieces) printf 'a super-s'; sleep 1; printf 'ecret \\033[31mred\\033[0m b' ;;
              garbage) yes garbage | head -c 5000 ;;
              settings) cat "$HOME/.stub/settings.json" ;;
              *) printf '%s' "$prompt" ;;
            esac
            """;

    @TempDir Path folder;
    private final SystemProcesses processes = SystemProcesses.contained();
    private final AtomicInteger draws = new AtomicInteger();
    private Path tree = Path.of("unset");
    private Path homes = Path.of("unset");
    private String program = "";

    @BeforeEach
    void makeStub() throws IOException {
        tree = Files.createDirectory(folder.resolve("tree"));
        homes = folder.resolve("homes");
        Path stub = Files.writeString(folder.resolve("stub"), STUB);
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = stub.toString();
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    private Preset preset(List<String> first, List<String> again, Output output) {
        return new Preset(
                "stub",
                "Stub",
                new Installation("", List.of(), "", ""),
                Optional.empty(),
                Optional.of(
                        new Headless(
                                program,
                                first,
                                again,
                                List.of("--yolo"),
                                Map.of("STUB_YOLO", "1"),
                                output,
                                Metering.USUAL,
                                Optional.empty(),
                                "")),
                Map.of("STUB_QUIET", "1"),
                new Keys(List.of("STUB_KEY"), List.of(), ""),
                List.of(new HomeFile(".stub/settings.json", "for {folder}")),
                "",
                Permissions.UNKNOWN,
                List.of("(?i)rate limit"),
                List.of());
    }

    private CommandRuntime runtime(Preset preset, Attended attended) {
        return new CommandRuntime(
                attended == Attended.NO ? new Sandboxing(processes) : processes,
                new Surroundings(Map.of("PATH", "/usr/bin:/bin", "SECRET", "s"), homes),
                count -> {
                    byte[] bytes = new byte[count];
                    java.util.Arrays.fill(bytes, (byte) draws.incrementAndGet());
                    return bytes;
                },
                preset,
                new Lodging.Means(preset.environment(), preset.home()));
    }

    /// The same processes, which say that they are in a sandbox.
    private record Sandboxing(Processes processes) implements Processes {
        @Override
        public boolean isSandboxed(Confinement confinement) {
            return true;
        }

        @Override
        public Running start(Command command, Consumer<String> onOutput, Consumer<Exit> onExit) {
            return processes.start(command, onOutput, onExit);
        }

        @Override
        public Exit run(Command command) {
            return processes.run(command);
        }

        @Override
        public Conversation converse(
                Command command, Lines lines, Listener listener, Consumer<Exit> onExit) {
            return processes.converse(command, lines, listener, onExit);
        }
    }

    @Override
    public AgentRuntime runtime() {
        return runtime(preset(List.of("-p", "{prompt}"), List.of(), Output.TEXT), Attended.YES);
    }

    @Override
    public SessionStart startWithin(Duration deadline) {
        return start(tree, deadline, Optional.empty());
    }

    @Override
    public SessionStart startThatFails() {
        return start(folder.resolve("gone"), LONG, Optional.empty());
    }

    @Override
    public Turn turn(Doing doing) {
        return turn(
                switch (doing) {
                    case WORK -> "work";
                    case FAIL -> "fail";
                    case HANG -> "hang";
                    case FLOOD -> "flood";
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

    private static SessionStart start(Path folder, Duration deadline, Optional<String> resume) {
        return new SessionStart(
                new Actor("shop/polecats/nux"),
                new BeadId("sh-1"),
                7,
                folder,
                Map.of("STUB_KEY", "super-secret"),
                resume,
                deadline,
                1000);
    }

    private static Turn turn(String instruction) {
        return new Turn(instruction, Optional.empty(), 2);
    }

    private List<SessionUpdate> run(
            AgentRuntime runtime, Optional<String> resume, String... turns) {
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        try (AgentSession session = runtime.start(start(tree, LONG, resume), updates::add)) {
            for (int i = 0; i < turns.length; i++) {
                int ended = i + 1;
                session.prompt(turn(turns[i]));
                until(() -> ends(updates).size() == ended);
            }
        }
        return updates;
    }

    private static List<TurnEnded> ends(List<SessionUpdate> updates) {
        return updates.stream()
                .filter(TurnEnded.class::isInstance)
                .map(TurnEnded.class::cast)
                .toList();
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(homes.resolve("shop~polecats~nux/home/arguments"));
    }

    private static final List<String> CHOSEN = List.of("-p", "{prompt}", "--id", "{session}");
    private static final List<String> RESUMED = List.of("-p", "{prompt}", "--resume", "{session}");

    @Test
    void theTownChoosesTheSessionAndGoesOnWithIt() throws IOException {
        AgentRuntime runtime = runtime(preset(CHOSEN, RESUMED, Output.TEXT), Attended.YES);

        List<SessionUpdate> updates = run(runtime, Optional.empty(), "fail", "work", "work");

        String second = "02020202-0202-4202-8202-020202020202";
        assertThat(arguments())
                .containsExactly(
                        "--id",
                        "01010101-0101-4101-8101-010101010101",
                        "--id",
                        second,
                        "--resume",
                        second);
        assertThat(((SessionUpdate.Started) updates.getFirst()).nativeId())
                .contains("01010101-0101-4101-8101-010101010101");
    }

    @Test
    void theProgramTellsItsSession() throws IOException {
        AgentRuntime runtime =
                runtime(
                        preset(List.of("-p", "{prompt}"), RESUMED, Output.STREAM_JSON),
                        Attended.YES);

        List<SessionUpdate> updates = run(runtime, Optional.empty(), "json", "json");

        assertThat(arguments()).containsExactly("--resume", "told-1");
        assertThat(ends(updates)).extracting(TurnEnded::outputTail).containsExactly("Hi.", "Hi.");
    }

    @Test
    void anEarlierSessionIsResumed() throws IOException {
        AgentRuntime runtime = runtime(preset(CHOSEN, RESUMED, Output.TEXT), Attended.YES);

        run(runtime, Optional.of("old-1"), "work");

        assertThat(arguments()).containsExactly("--resume", "old-1");
        assertThat(runtime.capabilities().resume()).isTrue();
        assertThat(runtime().capabilities().resume()).isFalse();
    }

    @Test
    void anEarlierSessionThatCannotBeResumedDoesNotStart() {
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();

        AgentSession session =
                runtime().start(start(tree, LONG, Optional.of("old-1")), updates::add);
        until(() -> !updates.isEmpty());

        assertThat(session.isAlive()).isFalse();
        assertThat(updates)
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionUpdate.Ended.class,
                        end -> {
                            assertThat(end.cause()).isEqualTo(SessionUpdate.Cause.NOT_STARTED);
                            assertThat(end.detail()).contains("cannot go on");
                        });
    }

    @Test
    void aFailureTheProgramReportsFailsTheTurnAlthoughItsExitCodeIsZero() {
        Preset preset = preset(List.of("-p", "{prompt}"), List.of(), Output.STREAM_JSON);

        TurnEnded end =
                ends(run(runtime(preset, Attended.YES), Optional.empty(), "limit")).getFirst();

        assertThat(end.reason()).isEqualTo(StopReason.FAILED);
        assertThat(end.exitCode()).contains(0);
        assertThat(preset.isRateLimited(end.outputTail())).isTrue();
    }

    @Test
    void aTextThatLooksLikeAnOptionOrACommandIsOnlyText() {
        String words = "-p $(touch work.txt) `touch work.txt`; touch work.txt 'ä😀\"";

        TurnEnded end = ends(run(runtime(), Optional.empty(), words)).getFirst();

        assertThat(end.outputTail()).isEqualTo(" " + words);
        assertThat(file("work.txt")).isEmpty();
    }

    @Test
    void aTextTooLongForTheSystemFailsTheTurnAndSaysSo() {
        TurnEnded end = ends(run(runtime(), Optional.empty(), "x".repeat(130_000))).getFirst();

        assertThat(end.reason()).isEqualTo(StopReason.FAILED);
        assertThat(end.outputTail()).contains("130000 bytes");
    }

    @Test
    void theAgentSeesItsOwnVariablesItsKeyAndNothingOfTheTown() {
        TurnEnded end = ends(run(runtime(), Optional.empty(), "env")).getFirst();

        assertThat(end.outputTail())
                .contains("STUB_QUIET=1\n", "STUB_QUIET=1\n", "GT_BEAD=sh-1\n", "GT_RIG=shop\n")
                .doesNotContain("SECRET", "STUB_YOLO");
    }

    @Test
    void onlyInASandboxItActsUnattended() throws IOException {
        Preset preset = preset(List.of("{unattended}", "-p", "{prompt}"), List.of(), Output.TEXT);

        TurnEnded end = ends(run(runtime(preset, Attended.NO), Optional.empty(), "env")).getFirst();

        assertThat(arguments()).containsExactly("--yolo");
        assertThat(end.outputTail()).contains("STUB_YOLO=1\n");
    }

    @Test
    void itsSettingsAreInItsHome() {
        TurnEnded end = ends(run(runtime(), Optional.empty(), "settings")).getFirst();

        assertThat(end.outputTail()).isEqualTo("for " + tree);
    }

    @Test
    void aProgramThatIsNotThereIsNamedAndNoSessionBegins() {
        program = "no-such-agent";
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();

        AgentSession session = runtime().start(start(tree, LONG, Optional.empty()), updates::add);
        until(() -> !updates.isEmpty());

        assertThat(session.isAlive()).isFalse();
        assertThat(updates)
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionUpdate.Ended.class,
                        end -> {
                            assertThat(end.cause()).isEqualTo(SessionUpdate.Cause.NOT_STARTED);
                            assertThat(end.detail())
                                    .contains("no-such-agent", "gt agents test stub");
                        });
        assertThat(folder.resolve("homes/shop~polecats~nux"))
                .isDirectoryNotContaining("glob:**stay-*");
    }

    @Test
    void aPastSessionIsGoneOnWithInACopyOfItsAgentsHome() throws IOException {
        AgentRuntime runtime = runtime(preset(CHOSEN, RESUMED, Output.TEXT), Attended.YES);
        run(runtime, Optional.empty(), "work");
        List<String> before = arguments();
        SessionStart usual = start(tree, LONG, Optional.empty());
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();

        try (AgentSession session =
                runtime.start(
                        new SessionStart(
                                new Actor("shop/seances/nux"),
                                usual.bead(),
                                1,
                                tree,
                                Map.of(),
                                new AgentRuntime.Beginning.Recalled(
                                        "old-1", new Actor("shop/polecats/nux")),
                                LONG,
                                1000,
                                List.of(),
                                Confinement.NONE),
                        updates::add)) {
            session.prompt(turn("arguments"));
            until(() -> ends(updates).size() == 1);
        }

        assertThat(ends(updates).getFirst().outputTail())
                .contains(before)
                .contains("--resume\nold-1");
        assertThat(arguments()).isEqualTo(before);
    }

    @Test
    void aSessionRemembersOnceItWasBegunAndCanBeResumed() {
        AgentRuntime resuming = runtime(preset(CHOSEN, RESUMED, Output.TEXT), Attended.YES);

        assertThat(remembersAfter(resuming, "work")).isTrue();
        assertThat(remembersAfter(resuming, "fail")).as("there may be no session").isFalse();
        assertThat(remembersAfter(runtime(), "work")).as("it cannot be resumed").isFalse();
    }

    private boolean remembersAfter(AgentRuntime runtime, String turn) {
        List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
        try (AgentSession session =
                runtime.start(start(tree, LONG, Optional.empty()), updates::add)) {
            session.prompt(turn(turn));
            until(() -> ends(updates).size() == 1);
            return session.remembers();
        }
    }

    @Test
    void whyARunFailedIsWhatItPrintedLastWithoutItsKey() {
        TurnEnded end = ends(run(runtime(), Optional.empty(), "bad key")).getFirst();

        assertThat(end.error().orElseThrow().message())
                .contains("exit code 4", "401 (hidden) is no key")
                .doesNotContain("super-secret");
    }

    private static String told(List<SessionUpdate> updates) {
        StringBuilder told = new StringBuilder();
        for (SessionUpdate update : updates) {
            if (update instanceof SessionUpdate.Text text) {
                told.append(text.chunk());
            }
        }
        return told.toString();
    }

    @Test
    void aKeyThatComesInTwoPiecesIsHiddenAndSoAreTheColoursOfATerminal() {
        List<SessionUpdate> updates = run(runtime(), Optional.empty(), "pieces");

        assertThat(told(updates)).isEqualTo("a (hidden) red b");
        assertThat(ends(updates).getFirst().outputTail()).isEqualTo("a (hidden) red b");
    }

    @Test
    void ofARunWithoutItsJsonTheReasonComesFirst() {
        Preset preset = preset(List.of("-p", "{prompt}"), List.of(), Output.JSON);

        TurnEnded end =
                ends(run(runtime(preset, Attended.YES), Optional.empty(), "garbage")).getFirst();

        assertThat(end.reason()).isEqualTo(StopReason.FAILED);
        assertThat(end.error().orElseThrow().message())
                .startsWith("It ended without the JSON object it should print. Its last words:\n")
                .endsWith("garbage");
    }

    @Test
    void aTurnThatADefectKeepsFromBeginningIsOverAndTheNextCanBegin() {
        Processes broken =
                new Processes() {
                    @Override
                    public Running start(
                            Command command, Consumer<String> onOutput, Consumer<Exit> onExit) {
                        throw new IllegalStateException("on purpose");
                    }

                    @Override
                    public Exit run(Command command) {
                        return processes.run(command);
                    }

                    @Override
                    public Conversation converse(
                            Command command,
                            Lines lines,
                            Listener listener,
                            Consumer<Exit> onExit) {
                        return processes.converse(command, lines, listener, onExit);
                    }
                };
        CommandRuntime runtime =
                new CommandRuntime(
                        broken,
                        new Surroundings(Map.of("PATH", "/usr/bin:/bin"), homes),
                        byte[]::new,
                        preset(List.of("-p", "{prompt}"), List.of(), Output.TEXT),
                        new Lodging.Means(Map.of(), List.of()));

        List<SessionUpdate> updates = run(runtime, Optional.empty(), "work", "work");

        assertThat(ends(updates))
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.FAILED, StopReason.FAILED);
    }

    @Test
    void anAgentWithoutAHeadlessFormIsRefused() {
        Preset preset = preset(List.of("{prompt}"), List.of(), Output.TEXT);
        Preset bare =
                new Preset(
                        "bare",
                        "Bare",
                        preset.installation(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        preset.keys(),
                        List.of(),
                        "",
                        Permissions.UNKNOWN,
                        List.of(),
                        List.of());

        assertThatThrownBy(() -> runtime(bare, Attended.YES))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("[agents.bare.headless]");
    }
}
