package dev.townhall.core.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The file that says whose a transcript is, `session.json` in its folder.
///
/// @param folder of the transcript
record SessionFile(Path folder) {
    private static final String NAME = "session.json";
    private static final String FRESH = "session.json.new";

    /// Writes it whole or not at all.
    void write(Past session) throws IOException {
        Map<String, Object> facts = new TreeMap<>();
        facts.put("agent", session.agent().text());
        facts.put("bead", session.bead().text());
        facts.put("fence", session.fence());
        facts.put("began", session.began().toString());
        facts.put("preset", session.preset());
        if (session.swept()) {
            facts.put("swept", true);
        }
        session.origin()
                .ifPresent(origin -> {
                    facts.put("account", origin.account());
                    facts.put("folder", origin.folder().toString());
                    origin.nativeId().ifPresent(id -> facts.put("native", id));
                });
        Path fresh = folder.resolve(FRESH);
        Files.writeString(fresh, Json.text(facts) + "\n");
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Empty when it is half made, or no transcript at all.
    Optional<Past> read() {
        try {
            JsonNode facts = Json.parse(Files.readString(folder.resolve(NAME)));
            return Optional.of(
                    new Past(
                            new Actor(facts.path("agent").asText()),
                            new BeadId(facts.path("bead").asText()),
                            facts.path("fence").asLong(),
                            Instant.parse(facts.path("began").asText()),
                            facts.path("preset").asText(),
                            origin(facts),
                            facts.path("swept").asBoolean()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Past.Origin> origin(JsonNode facts) {
        return facts.has("folder")
                ? Optional.of(
                        new Past.Origin(
                                facts.path("account").asText(),
                                Path.of(facts.path("folder").asText()),
                                Optional.of(facts.path("native").asText())
                                        .filter(id -> !id.isEmpty())))
                : Optional.empty();
    }
}
