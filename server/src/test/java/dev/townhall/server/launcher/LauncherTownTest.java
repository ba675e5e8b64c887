package dev.townhall.server.launcher;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.cli.CliHost;
import dev.townhall.server.cli.EchoTown;
import dev.townhall.server.launcher.Checkout.Ended;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./gt` in front of a town that is up: the town answers, and nothing is looked for or built.
final class LauncherTownTest {
    @TempDir private Path folder;

    private Checkout checkout;
    private Path town;
    private CliHost host;

    @BeforeEach
    void openTown() throws IOException {
        checkout = new Checkout(folder);
        town = folder.resolve("a town");
        host = EchoTown.open(town);
        checkout.with("GT_TOWN", town.toString());
    }

    @AfterEach
    void closeTown() {
        host.close();
    }

    @Test
    void wordsFolderAndCallerReachTheTown() throws Exception {
        Ended ended =
                checkout.gt(
                        "echo", "two words", "", "line\nline", "@x", "a=b&c", "\u00e9 * $HOME \\n");
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains(
                        "arguments=[echo, two words, , line\nline, @x, a=b&c, \u00e9 * $HOME \\n]\n")
                .contains("folder=" + folder.toRealPath() + "\n")
                .contains("width=80 terminal=false\n")
                .contains("colour=false caller=overseer/ada\n");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void theExitCodeAndTheErrorTextAreTheTowns() throws Exception {
        Ended ended = checkout.gt("exit", "42");
        assertThat(ended).isEqualTo(new Ended(42, "", "ending with 42\n"));
    }

    @Test
    void whatMayLastAnswersLikeAnyOther() throws Exception {
        Ended ended = checkout.gt("wait", "exit", "3");
        assertThat(ended).isEqualTo(new Ended(3, "", "ending with 3\n"));
        assertThat(checkout.gtWithInput("piped", "events", "-").out()).endsWith("piped");
        assertThat(checkout.names(town.resolve("run")))
                .noneMatch(name -> name.startsWith("answer"));
    }

    @Test
    void aSignalEndsTheWholeCall() throws Exception {
        Process gt = checkout.start(checkout.root().resolve("gt"), "wait");
        assertThat(gt.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("waiting");
        List<ProcessHandle> helpers = gt.descendants().toList();
        assertThat(helpers).isNotEmpty();

        gt.destroy();

        assertThat(gt.waitFor()).isEqualTo(143);
        await().until(() -> helpers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(checkout.names(town.resolve("run")))
                .noneMatch(name -> name.startsWith("answer"));
    }

    @Test
    void inputIsCarriedOnlyWhenAWordAsksForIt() throws Exception {
        Ended asked = checkout.gtWithInput("piped\u0000bytes", "echo", "--file=-");
        Ended unasked = checkout.gtWithInput("piped", "echo");
        assertThat(asked.out()).endsWith("piped\u0000bytes");
        assertThat(unasked.out()).doesNotContain("piped");
    }

    @Test
    void theTownMayBeNamedAnywhereAmongTheWords() throws Exception {
        checkout.with("GT_TOWN", "/nowhere");
        assertThat(checkout.gt("echo", "--town", town.toString(), "x").out())
                .contains("arguments=[echo, x]");
        assertThat(checkout.gt("--town=a town", "echo").out()).contains("arguments=[echo]");
        assertThat(checkout.gt("--town", "a town").out()).isEqualTo("bare\n");
    }

    @Test
    void wordsAfterTwoDashesAreNotLookedAt() throws Exception {
        assertThat(checkout.gt("echo", "--", "--town", "x").out())
                .contains("arguments=[echo, --, --town, x]");
    }

    @Test
    void aTownWithoutAFolderIsRefused() throws Exception {
        assertThat(checkout.gt("echo", "--town"))
                .isEqualTo(new Ended(2, "", "gt: --town needs a folder.\n"));
    }

    @Test
    void theJavaClientAnswersTheSame() throws Exception {
        checkout.jdk("jdk", "25.0.3");
        checkout.gt("init");
        Path lib = checkout.root().resolve(".cache/builds").resolve(current()).resolve("lib");
        Path java = Path.of(System.getProperty("java.home"));
        Process jar =
                new ProcessBuilder(
                                java.resolve("bin/jar").toString(),
                                "--create",
                                "--file=" + lib.resolve("server-1.jar"),
                                "-C",
                                "target/classes",
                                "dev/townhall/server/cli")
                        .inheritIO()
                        .start();
        assertThat(jar.waitFor()).isZero();
        checkout.with("JAVA_HOME", java.toString()).with("GT_CLIENT", "java");

        Ended echo = checkout.gtWithInput("in", "echo", "two words", "", "\u00e9", "-");
        Ended exit = checkout.gt("exit", "7");

        assertThat(echo.out())
                .startsWith(
                        "arguments=[echo, two words, , \u00e9, -]\nfolder=" + folder.toRealPath())
                .endsWith("in");
        assertThat(exit).isEqualTo(new Ended(7, "", "ending with 7\n"));
    }

    private String current() throws IOException {
        return Files.readString(checkout.root().resolve(".cache/current")).strip();
    }

    @Test
    void aSocketThatNobodyListensOnMeansNoTown() throws Exception {
        checkout.jdk("jdk", "25.0.3");
        Path dead = Files.createDirectories(folder.resolve("dead/run"));
        Files.writeString(dead.resolve("token"), "x");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(dead.resolve("gt.sock")));
        }
        Ended ended = checkout.gt("--town", folder.resolve("dead").toString(), "status");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("[dev.townhall.server.Main]\n[status]\n");
    }

    @Test
    void aTokenThatCannotBeReadIsSaid() throws Exception {
        Ended ended = checkout.with("GT_TOKEN_FILE", folder + "/none").gt("echo");
        assertThat(ended.code()).isEqualTo(77);
        assertThat(ended.err()).contains("cannot read the token").hasLineCount(1);
    }
}
