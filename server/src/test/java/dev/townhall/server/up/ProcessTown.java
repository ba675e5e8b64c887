package dev.townhall.server.up;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A town in a process of its own, which can be killed; asked over its socket with curl, as `./gt`
/// does it.
final class ProcessTown implements AutoCloseable {
    private static final Pattern EXIT = Pattern.compile("gt-exit: ([0-9]+)");

    /// A machine of its own starts, opens its ledger and answers.
    static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Path folder;
    private final Map<String, String> environment;
    private final TownFolder town;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    record Ended(int code, String out) {}

    ProcessTown(Path folder) {
        this(folder, Map.of());
    }

    /// @param environment what it has beside this process' own
    ProcessTown(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
        this.town = new TownFolder(folder.resolve("town"));
        this.process = launch("up", "--port", "0");
    }

    TownFolder town() {
        return town;
    }

    Process process() {
        return process;
    }

    /// Starts this program in a process of its own.
    Process launch(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseParallelGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.townhall.server.Main",
                        "--town",
                        town.path().toString()));
        command.addAll(List.of(words));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("town-output.log").toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        process = launch("up", "--port", "0");
    }

    boolean isReady() {
        try {
            return Files.exists(town.pid())
                    && Files.exists(town.url())
                    && Files.readString(town.pid()).strip().equals(Long.toString(process.pid()))
                    && !Files.readString(town.url()).isBlank();
        } catch (IOException e) {
            return false;
        }
    }

    void awaitReady() {
        await().atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isReady() || !process.isAlive());
        assertThat(process.isAlive()).as(this::output).isTrue();
    }

    String output() {
        try {
            return Files.readString(folder.resolve("town-output.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// `kill -9`, after a moment.
    void killAfter(Duration moment) {
        try {
            boolean over = process.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(over).as(() -> "it ended by itself: " + output()).isFalse();
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Ended gt(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-q",
                                "-s",
                                "-S",
                                "-N",
                                "-D",
                                "-",
                                "--unix-socket",
                                "gt.sock",
                                "--data-urlencode",
                                "token@token",
                                "-d",
                                "folder=" + folder));
        for (String word : words) {
            command.addAll(List.of("--data-urlencode", "a=" + word));
        }
        command.add("http://town/cli/1");
        try {
            Process curl =
                    new ProcessBuilder(command)
                            .directory(town.run().toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            curl.waitFor();
            Matcher exit = EXIT.matcher(said);
            int code = exit.find() ? Integer.parseInt(exit.group(1)) : -1;
            int body = said.indexOf("\r\n\r\n") + 4;
            int end = said.lastIndexOf("gt-exit");
            return new Ended(code, body < 4 || end < body ? said : said.substring(body, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String... words) {
        Ended ended = gt(words);
        return Json.parse(ended.out().lines().findFirst().orElse(""));
    }

    /// The web town hall's API.
    JsonNode web(String path) {
        try {
            URI base = URI.create(Files.readString(town.url()).strip());
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(base.resolve("api/v1/" + path)).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Json.parse(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
