package dev.townhall.core.runtime.acp;

import static dev.townhall.core.testing.Patience.await;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.Recorder;
import dev.townhall.core.testing.Patience;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder with a worktree and homes, and the runtime that starts stub agents in it.
final class StubTown implements AutoCloseable {
    static final Duration LONG = Patience.PATIENCE;
    static final String KEY = "sk-very-secret-key";

    final Path folder;
    final Path tree;
    final Path homes;
    final SystemProcesses processes = SystemProcesses.contained();

    StubTown(Path folder) throws IOException {
        this.folder = folder;
        this.tree = Files.createDirectories(folder.resolve("tree"));
        this.homes = folder.resolve("homes");
    }

    /// @param manner what the agent does at its start
    static AcpCommand stub(String manner) {
        String classPath =
                Stream.of(StubAgent.class, ObjectMapper.class, JsonFactory.class, JsonFormat.class)
                        .map(StubTown::home)
                        .collect(Collectors.joining(":"));
        return new AcpCommand(
                        "stub",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        List.of(
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                classPath,
                                StubAgent.class.getName()))
                .withEnvironment(Map.of("STUB", manner, "STUB_API_KEY", KEY));
    }

    AcpRuntime runtime(String manner) {
        return runtime(stub(manner), AcpLimits.DEFAULT);
    }

    AcpRuntime runtime(AcpCommand command, AcpLimits limits) {
        Map<String, String> town = Map.of("PATH", "/usr/bin:/bin", "SLACK_BOT_TOKEN", "xoxb-1");
        return new AcpRuntime(
                command, processes, new Surroundings(town, homes), new SystemTime(), limits);
    }

    SessionStart start() {
        return start(LONG, new Beginning.Fresh(), List.of());
    }

    SessionStart start(Duration deadline, Beginning beginning, List<McpServer> tools) {
        return new SessionStart(
                new Actor("shop/polecats/nux"),
                new BeadId("sh-1"),
                7,
                tree,
                Map.of("GT_REWORK", "conflict"),
                beginning,
                deadline,
                1000,
                tools,
                Confinement.NONE);
    }

    /// What one turn tells, with the session closed after it.
    Recorder turn(AcpRuntime runtime, String prompt) {
        return turn(runtime, start(), prompt);
    }

    Recorder turn(AcpRuntime runtime, SessionStart start, String prompt) {
        Recorder updates = new Recorder();
        try (AgentSession session = runtime.start(start, updates)) {
            if (session.isAlive()) {
                session.prompt(turn(prompt));
            }
            until(() -> !updates.turns().isEmpty() || !updates.ends().isEmpty());
        }
        until(() -> !updates.ends().isEmpty());
        return updates;
    }

    static AgentSession.Turn turn(String prompt) {
        return new AgentSession.Turn(prompt, Optional.empty(), 1);
    }

    static void until(BooleanSupplier reached) {
        await().pollInterval(Duration.ofMillis(5)).until(reached::getAsBoolean);
    }

    @Override
    public void close() {
        processes.close();
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
