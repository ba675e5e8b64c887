package dev.townhall.core.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of one transcript: its beginning, and the end of what came after. For one thread.
final class Pages {
    private static final String HEAD = "head.jsonl";
    private static final String OLD = "old.jsonl";
    private static final String NEW = "new.jsonl";
    private static final String CUT = "cut";

    private final Path folder;
    private final long headBytesMax;
    private final long tailBytesMax;

    Pages(Path folder, int bytesMax) {
        this.folder = folder;
        this.headBytesMax = bytesMax / 2;
        this.tailBytesMax = bytesMax / 4;
    }

    void write(Entry entry) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", entry.at().toString());
        facts.put("kind", entry.kind().name());
        facts.put("text", entry.text());
        byte[] line = (Json.text(facts) + "\n").getBytes(StandardCharsets.UTF_8);
        Path head = folder.resolve(HEAD);
        Path tail = folder.resolve(NEW);
        if (!Files.exists(tail) && length(head) + line.length <= headBytesMax) {
            append(head, line);
            return;
        }
        if (Files.exists(tail) && length(tail) + line.length > tailBytesMax) {
            if (Files.exists(folder.resolve(OLD))) {
                Files.writeString(folder.resolve(CUT), "");
            }
            Files.move(tail, folder.resolve(OLD), StandardCopyOption.REPLACE_EXISTING);
        }
        append(tail, line);
    }

    private static void append(Path file, byte[] line) throws IOException {
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long length(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /// All entries; lines that a crash tore are left out.
    static List<Entry> read(Path folder) {
        List<Entry> entries = new ArrayList<>();
        for (String page : List.of(HEAD, OLD, NEW)) {
            if (page.equals(OLD) && Files.exists(folder.resolve(CUT)) && !entries.isEmpty()) {
                entries.add(
                        new Entry(
                                entries.getLast().at(),
                                Entry.Kind.CUT,
                                "What was said here is no longer kept: the session was too long."));
            }
            entries.addAll(page(folder.resolve(page)));
        }
        return entries;
    }

    private static List<Entry> page(Path file) {
        List<Entry> entries = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // It was taken away while it was read.
        }
        lines.forEach(line -> entry(line).ifPresent(entries::add));
        return entries;
    }

    /// Empty for a line that a crash tore.
    private static Optional<Entry> entry(String line) {
        try {
            JsonNode facts = Json.parse(line);
            return Optional.of(
                    new Entry(
                            Instant.parse(facts.path("at").asText()),
                            Entry.Kind.valueOf(facts.path("kind").asText()),
                            facts.path("text").asText()));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    static long size(Path folder) throws IOException {
        long size = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                size += length(file);
            }
        }
        return size;
    }

    /// Removes what was said, and not whose it is.
    static void remove(Path folder) throws IOException {
        for (String page : List.of(HEAD, OLD, NEW, CUT)) {
            Files.deleteIfExists(folder.resolve(page));
        }
    }
}
