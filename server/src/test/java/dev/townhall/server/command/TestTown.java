package dev.townhall.server.command;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.Patience;
import dev.townhall.server.cli.Cancellation;
import dev.townhall.server.cli.CliRequest;
import dev.townhall.server.config.Config;
import dev.townhall.server.up.RunningTown;
import dev.townhall.server.up.TownFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole town of its own in a folder, with real git, asked as `gt` asks it.
public final class TestTown implements AutoCloseable {
    private final Path folder;
    private final TownFolder town;
    private final Map<String, String> environment;
    private RunningTown running;

    /// What a command said.
    public record Ended(int code, String out, String err) {
        public JsonNode json() {
            return Json.parse(out);
        }
    }

    public TestTown(Path folder) {
        this(folder, folder.resolve("town"));
    }

    /// @param folder where commands are typed
    public TestTown(Path folder, Path town) {
        this(folder, town, System.getenv());
    }

    /// A town with the settings that its folder holds.
    ///
    /// @param environment the town's own
    public TestTown(Path folder, Path town, Map<String, String> environment) {
        this.folder = folder;
        this.town = new TownFolder(town);
        this.environment = environment;
        this.running = start();
    }

    private RunningTown start() {
        Config config = Config.of(town.path()).withPort(0);
        return RunningTown.start(town, config, environment, Commands::in);
    }

    /// Stops it and starts it again.
    public void restart() {
        running.close();
        running = start();
    }

    public RunningTown running() {
        return running;
    }

    public TownFolder town() {
        return town;
    }

    public Ended gt(String... words) {
        return ended(Commands.in(running), "", List.of(words));
    }

    /// Adds the rig `shop` on a repository of its own, with commands allowed.
    void addShop() {
        Ended added = gt("rig", "add", "shop", remote("shop").toString(), "--shell");
        assertThat(added).as("rig add").extracting(Ended::code).isEqualTo(0);
    }

    /// Plans on `shop` and returns the convoy's id.
    String planned(String plan, String... more) {
        file("plan.md", plan);
        List<String> words =
                new ArrayList<>(List.of("plan", "shop", "--file", "plan.md", "--json"));
        words.addAll(List.of(more));
        Ended ended = gt(words.toArray(String[]::new));
        assertThat(ended.err()).isEmpty();
        return ended.json().path("convoy").asText();
    }

    /// The first in the inbox of this kind, once there is one.
    public JsonNode waiting(String kind) {
        return waiting(kind, Patience.PATIENCE);
    }

    public JsonNode waiting(String kind, Duration patience) {
        return await().atMost(patience).until(() -> inbox(kind), Optional::isPresent).orElseThrow();
    }

    private Optional<JsonNode> inbox(String kind) {
        for (JsonNode waiting : gt("inbox", "--json").json()) {
            if (waiting.path("kind").asText().equals(kind)) {
                return Optional.of(waiting);
            }
        }
        return Optional.empty();
    }

    public Ended gtWithInput(String input, String... words) {
        return ended(Commands.in(running), input, List.of(words));
    }

    /// As where no town is up.
    public static Ended without(Path town, Path folder, String... words) {
        return ended(Commands.without(new TownFolder(town)), folder, "", List.of(words), false);
    }

    private Ended ended(Commands commands, String input, List<String> words) {
        return ended(commands, folder, input, words, false);
    }

    public Ended onTerminal(String... words) {
        return ended(Commands.in(running), folder, "", List.of(words), true);
    }

    private static Ended ended(
            Commands commands, Path folder, String input, List<String> words, boolean terminal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                commands.run(
                        new CliRequest(
                                words,
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                100,
                                terminal,
                                terminal,
                                folder,
                                Actor.TOWN,
                                new Cancellation()),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// A bare repository with one commit, to be a rig's remote.
    public Path remote(String name) {
        return remoteIn(folder, name);
    }

    /// The same, in any folder.
    public static Path remoteIn(Path folder, String name) {
        Path work = folder.resolve(name + "-work");
        Path bare = folder.resolve(name + ".git");
        try {
            Files.createDirectories(work);
            Files.writeString(work.resolve("README.md"), "# " + name + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        git(work, "init", "-q", "-b", "main");
        git(work, "add", ".");
        git(work, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "begin");
        git(folder, "clone", "-q", "--bare", work.toString(), bare.toString());
        return bare;
    }

    public static String git(Path folder, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        try {
            Process git =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A file beside the town, as somebody's working folder holds it.
    public Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
