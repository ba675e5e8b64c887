package dev.townhall.core.runtime.acp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.runtime.AgentRuntime.Beginning;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Recorder;
import dev.townhall.core.runtime.SessionUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An earlier session of another is woken in a copy of that one's home.
class RecallTest {
    @TempDir Path folder;
    private StubTown town;
    private Path original;

    @BeforeEach
    void open() throws IOException {
        town = new StubTown(folder);
        original = Files.createDirectories(town.homes.resolve("shop~polecats~nux/home"));
        Files.writeString(original.resolve("memory"), "all of it");
    }

    @AfterEach
    void close() {
        town.close();
    }

    private SessionStart recalled() {
        return new SessionStart(
                new Actor("shop/seances/nux"),
                new BeadId("hq-talk-seance-1"),
                1,
                town.tree,
                Map.of(),
                new Beginning.Recalled("old-1", new Actor("shop/polecats/nux")),
                StubTown.LONG,
                100_000,
                List.of(),
                Confinement.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fork", "resume", "load"})
    void howeverItIsWokenTheOriginalStaysAsItWas(String manner) throws IOException {
        Recorder updates = new Recorder();
        Path home;
        try (AcpRuntime runtime = town.runtime(manner);
                AgentSession session = runtime.start(recalled(), updates)) {
            session.prompt(StubTown.turn("TELL-ME"));
            StubTown.until(() -> !updates.turns().isEmpty() || !updates.ends().isEmpty());
            JsonNode told = Json.parse(text(updates));
            home = Path.of(told.path("environment").path("HOME").asText());

            assertThat(told.path("opened").path("sessionId").asText()).isEqualTo("old-1");
            assertThat(told.path("opened").path("mcpServers")).isEmpty();
            assertThat(home).startsWith(town.homes.resolve("shop~seances~nux~hq-talk-seance-1"));
            assertThat(home.resolve("memory")).hasContent("all of it");
            Files.writeString(home.resolve("memory"), "and a question");
        }
        StubTown.until(() -> Files.notExists(home));

        assertThat(original.resolve("memory")).hasContent("all of it");
    }

    @Test
    void anAgentThatOffersNoneOfItSaysSo() {
        Recorder updates;
        try (AcpRuntime runtime = town.runtime("")) {
            updates = town.turn(runtime, recalled(), "SAY hello");
        }

        SessionUpdate.Ended end = updates.ends().getFirst();
        assertThat(end.cause()).isEqualTo(SessionUpdate.Cause.NOT_STARTED);
        assertThat(end.detail()).contains("does not offer to continue the session old-1");
    }

    @Test
    void anAgentWithoutAHomeHasNoMemoryToCopy() throws IOException {
        Files.delete(original.resolve("memory"));
        Files.delete(original);
        Recorder updates;

        try (AcpRuntime runtime = town.runtime("load")) {
            updates = town.turn(runtime, recalled(), "SAY hello");
        }

        assertThat(updates.ends().getFirst().cause()).isEqualTo(SessionUpdate.Cause.NOT_STARTED);
    }

    private static String text(Recorder updates) {
        return updates.of(SessionUpdate.Text.class).stream()
                .map(SessionUpdate.Text::chunk)
                .collect(Collectors.joining());
    }
}
