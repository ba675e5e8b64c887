package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real town with one rig, `shop`, whose agent is a program that is run once for each turn: a shell
/// script, given by the test, that finds its prompt in `$prompt` and what it was called with in `$all`.
final class HeadlessTown implements AutoCloseable {
    static final String KEY = "sk-key-of-the-stub";

    private static final Pattern CONVOY = Pattern.compile("hq-cv-[a-z0-9]+");

    private static final String HEAD =
            """
            #!/bin/sh
            # Every run is noted: its prompt, then what it was called with.
            all=$*
            prompt=
            while [ $# -gt 0 ]; do
              case $1 in -p) prompt=$2; shift ;; esac
              shift
            done
            runs=$HOME/runs
            count=$(($(cat "$runs" 2>/dev/null || echo 0) + 1))
            echo "$count" > "$runs"
            printf '%s' "$prompt" > "$HOME/prompt.$count"
            printf '%s' "${all##*"$prompt"}" > "$HOME/flags.$count"
            says() { echo "{\\"type\\":\\"assistant\\",\\"message\\":{\\"content\\":[{\\"type\\":\\"text\\",\\"text\\":\\"$1\\"}]}}"; }
            ends() { echo '{"type":"result","is_error":false,"result":"Ready.","session_id":"s-1","usage":{"input_tokens":1000,"output_tokens":100}}'; }
            limit() { echo '{"type":"result","is_error":true,"result":"Rate limit exceeded. Try again in 2h."}'; exit 1; }
            echo '{"type":"system","subtype":"init","model":"scripted"}'
            """;

    private final Path home;
    private final Path remote;
    private final Path program;
    private final TestTown town;
    private String convoy = "";

    /// @param script what the agent does in a turn
    /// @param further settings; of the agent too, for it is `[agents.stub]`
    HeadlessTown(Path folder, String script, String further, Map<String, String> variables) {
        home = folder.resolve("town");
        Path programs = folder.resolve("programs");
        program = programs.resolve("stub");
        try {
            Files.createDirectories(programs);
            Files.createDirectories(home);
            Files.writeString(program, HEAD + script);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(home.resolve("town.toml"), settings() + further);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remote = TestTown.remoteIn(folder, "shop");
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("STUB_API_KEY", KEY);
        environment.putAll(variables);
        town = new TestTown(folder, home, environment);
        TestTown.Ended added = gt("rig", "add", "shop", remote.toString());
        assertThat(added.code()).as(added.err()).isZero();
    }

    private String settings() {
        return """
        [limits]              # other tests' load is no matter here
        polecats = 2
        max_load = 10000.0
        min_free_memory = 0

        [prices."scripted"]
        input = "100"
        output = "1000"

        [agents]
        default = "stub"

        [agents.stub]
        key_env = ["STUB_API_KEY"]
        rate_limited = ["(?i)rate limit exceeded"]

        [agents.stub.headless]
        command = "%s"
        first = ["{unattended}", "-p", "{prompt}"]
        unattended = ["--yolo"]
        output = "stream-json"
        """
                .formatted(program);
    }

    TestTown.Ended gt(String... words) {
        return town.gt(words);
    }

    TestTown town() {
        return town;
    }

    /// Makes a bead without commands and gives it to the agent.
    String sling(String title) {
        String bead = gt("new", "shop", title, "--json").json().path("id").asText();
        TestTown.Ended slung = gt("sling", bead);
        assertThat(slung.code()).as(slung.err()).isZero();
        Matcher found = CONVOY.matcher(slung.out());
        assertThat(found.find()).as(slung.out()).isTrue();
        convoy = found.group();
        return bead;
    }

    /// Waits until the bead is merged.
    void merged(String bead) {
        TestTown.Ended waited = gt("wait", bead, "--timeout", "180s");
        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
    }

    String onMain(String file) {
        return TestTown.git(remote, "show", "main:" + file);
    }

    /// The thread of the last bead and all events, for people.
    String told() {
        return gt("thread", convoy).out() + gt("events").out();
    }

    /// What the agent was told in a run, by the account that paid.
    String prompt(int run, String account) {
        return read("prompt." + run, account);
    }

    /// With what it was called besides.
    String flags(int run, String account) {
        return read("flags." + run, account);
    }

    private String read(String file, String account) {
        try {
            return Files.readString(
                    home.resolve("homes/shop~polecats~nux" + account + "/home/" + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        town.close();
    }
}
