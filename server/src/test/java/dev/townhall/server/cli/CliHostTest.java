package dev.townhall.server.cli;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.SecureRandomness;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wire on both its ends: `curl` with the options `./gt` uses, and the Java client.
final class CliHostTest {
    private static final Actor ADA = Actor.overseer("ada");

    @TempDir private Path town;

    private CliHost open(CliHandler handler) {
        return CliHost.open(town, ADA, token -> Optional.empty(), handler, new SecureRandomness());
    }

    private record Ended(int code, String out, String err) {}

    private Process curl(Path answer, List<String> fields) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("curl", "-q", "-s", "-N", "-D", answer + ".headers"));
        command.addAll(
                List.of("--unix-socket", "run/gt.sock", "--data-urlencode", "token@run/token"));
        for (String field : fields) {
            command.addAll(List.of("--data-urlencode", field));
        }
        command.add("http://town" + CliHost.PATH);
        return new ProcessBuilder(command)
                .directory(town.toFile())
                .redirectOutput(answer.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    private Ended call(String... fields) throws Exception {
        Path answer = Files.createTempFile(town, "answer", "");
        Process curl = curl(answer, List.of(fields));
        assertThat(curl.waitFor(PATIENCE)).isTrue();
        String headers = Files.readString(Path.of(answer + ".headers"));
        return new Ended(
                Integer.parseInt(header(headers, "gt-exit: ")),
                Files.readString(answer),
                new String(
                        ShellEscape.unescape(header(headers, "gt-err-...: ")),
                        StandardCharsets.UTF_8));
    }

    private static String header(String headers, String name) {
        return headers.lines()
                .filter(line -> line.matches(name + ".*"))
                .map(line -> line.substring(name.length()))
                .collect(Collectors.joining());
    }

    private Ended javaClient(String stdin, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.townhall.server.cli.CliClient"));
        command.addAll(
                List.of("token", "100", "0", "1", "/somewhere", stdin.isEmpty() ? "0" : "1"));
        command.addAll(List.of(arguments));
        Process client =
                new ProcessBuilder(command).directory(town.resolve("run").toFile()).start();
        try (var pipe = client.getOutputStream()) {
            pipe.write(stdin.getBytes(StandardCharsets.UTF_8));
        }
        byte[] out = client.getInputStream().readAllBytes();
        byte[] err = client.getErrorStream().readAllBytes();
        return new Ended(
                client.waitFor(),
                new String(out, StandardCharsets.UTF_8),
                new String(err, StandardCharsets.UTF_8));
    }

    private static int shout(CliRequest request, PrintStream out, PrintStream err) {
        out.print(String.join("|", request.arguments()));
        try {
            out.write(request.stdin().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        err.print("beware: \\ 100% \u00e9\n\tdone\n");
        return 3;
    }

    @Test
    void everyArgumentArrivesByteForByte() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Ended ended =
                    call(
                            "a=plain",
                            "a=",
                            "a=@/etc/passwd",
                            "a=two\nlines & 100% + =\u00e9\ud83d\ude00\u0001",
                            "a=-");
            assertThat(ended.out())
                    .isEqualTo(
                            "plain||@/etc/passwd|two\nlines & 100% + =\u00e9\ud83d\ude00\u0001|-");
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void exitCodeAndErrorTextArriveApartFromTheOutput() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Ended ended = call("a=x");
            assertThat(ended).isEqualTo(new Ended(3, "x", "beware: \\ 100% \u00e9\n\tdone\n"));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aTerminalGetsErrorTextInItsPlaceAmongTheOutput() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Ended ended = call("terminal=1", "a=x");
            assertThat(ended).isEqualTo(new Ended(3, "xbeware: \\ 100% \u00e9\n\tdone\n", ""));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aFloodOfErrorTextIsCutAndSaysSo() throws Exception {
        CliHandler flood =
                (request, out, err) -> {
                    err.print("e\n".repeat(1_000_000));
                    return 1;
                };
        try (CliHost host = open(flood)) {
            Ended ended = call("a=x");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("e\ne\n")
                    .endsWith("[error text cut here]\n")
                    .hasSizeLessThan(2 * ErrorText.BYTES_MAX);
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void anEmptyAnswerStillCarriesItsExitCode() throws Exception {
        try (CliHost host = open((request, out, err) -> 4)) {
            assertThat(call()).isEqualTo(new Ended(4, "", ""));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void theJavaClientSaysTheSameAsCurl() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Ended ended = javaClient("piped\u00e9", "a b", "", "\u00e9\n&");
            assertThat(ended)
                    .isEqualTo(
                            new Ended(
                                    3,
                                    "a b||\u00e9\n&piped\u00e9",
                                    "beware: \\ 100% \u00e9\n\tdone\n"));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aLongAnswerIsWhole() throws Exception {
        String line = "0123456789".repeat(10);
        CliHandler talkative =
                (request, out, err) -> {
                    for (int i = 0; i < 20_000; i++) {
                        out.println(line);
                    }
                    return 0;
                };
        try (CliHost host = open(talkative)) {
            assertThat(call().out()).hasSize(20_000 * (line.length() + 1));
            assertThat(javaClient("").out()).hasSize(20_000 * (line.length() + 1));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void outputStreamsWhileTheCommandRuns() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CliHandler slow =
                (request, out, err) -> {
                    out.println("first");
                    out.flush();
                    try {
                        return seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? 0 : 9;
                    } catch (InterruptedException e) {
                        return 8;
                    }
                };
        try (CliHost host = open(slow)) {
            Path answer = town.resolve("answer");
            Process curl = curl(answer, List.of("a=follow"));
            await().untilAsserted(() -> assertThat(answer).hasContent("first\n"));
            seen.countDown();
            assertThat(curl.waitFor(PATIENCE)).isTrue();
            assertThat(Files.readString(Path.of(answer + ".headers"))).contains("gt-exit: 0");
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aSilentCommandLearnsThatItsClientWasKilled() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<String> end = new AtomicReference<>("running");
        CliHandler waiting =
                (request, out, err) -> {
                    started.countDown();
                    try {
                        boolean gone = request.cancellation().await(PATIENCE);
                        end.set(gone ? "cancelled" : "timed out");
                    } catch (InterruptedException e) {
                        end.set("interrupted");
                    }
                    return 0;
                };
        try (CliHost host = open(waiting)) {
            Process curl = curl(town.resolve("answer"), List.of("a=wait"));
            assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            curl.destroyForcibly();
            await().untilAsserted(() -> assertThat(end).hasValue("cancelled"));
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aCommandThatStopsTheTownStillAnswers() throws Exception {
        AtomicReference<CliHost> open = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        CliHandler down =
                (request, out, err) -> {
                    Thread.ofPlatform()
                            .start(() -> {
                                open.get().close();
                                closed.countDown();
                            });
                    try {
                        boolean told = request.cancellation().await(PATIENCE);
                        out.println(told ? "down" : "never told");
                    } catch (InterruptedException e) {
                        out.println("interrupted");
                    }
                    return 5;
                };
        open.set(open(down));
        assertThat(call("a=down")).isEqualTo(new Ended(5, "down\n", ""));
        assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallWithoutTheTokenIsRefused() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Files.writeString(town.resolve("run/token"), "guess");
            Ended ended = call("a=x");
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("no token that the town knows");
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefusedAndShown() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            Path bytes = town.resolve("bytes");
            Files.write(bytes, new byte[] {'x', (byte) 0xff});
            Ended ended = call("a@" + bytes);
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("not valid UTF-8: 'x\ufffd'");
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aDefectInACommandBecomesExitCode70() throws Exception {
        CliHandler broken =
                (request, out, err) -> {
                    throw new IllegalStateException("planted");
                };
        try (CliHost host = open(broken)) {
            Ended ended = call("a=x");
            assertThat(ended.code()).isEqualTo(70);
            assertThat(ended.err()).contains("planted");
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void onlyTheOwnerMayEnterTheFolderOrReadTheToken() throws Exception {
        try (CliHost host = open(CliHostTest::shout)) {
            assertThat(permissions(town.resolve("run"))).isEqualTo("rwx------");
            assertThat(permissions(town.resolve("run/token"))).isEqualTo("rw-------");
            assertThat(permissions(host.socket())).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aSecondTownInTheSameFolderIsRefused() {
        try (CliHost host = open(CliHostTest::shout)) {
            assertThatThrownBy(() -> open(CliHostTest::shout))
                    .isInstanceOf(TownException.class)
                    .hasMessageContaining("already runs in " + town);
            assertThat(host.socket()).exists();
        }
    }

    @Test
    void aSocketLeftBehindByAKilledTownIsReplaced() throws Exception {
        Files.createDirectories(town.resolve("run"));
        Path stale = town.resolve("run/gt.sock");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(stale).exists();
        try (CliHost host = open(CliHostTest::shout)) {
            assertThat(call("a=x").out()).isEqualTo("x");
            assertThat(host.socket()).isEqualTo(stale);
        }
        assertThat(stale).doesNotExist();
    }

    @Test
    void aFolderTooDeepForASocketPathWorksAllTheSame() throws Exception {
        town = town.resolve("deep".repeat(40));
        Files.createDirectories(town);
        try (CliHost host = open(CliHostTest::shout)) {
            assertThat(host.socket()).exists();
            assertThat(javaClient("", "x").out()).isEqualTo("x");
        }
        assertThat(town.resolve("run/gt.sock")).doesNotExist();
    }
}
