package dev.townhall.server.launcher;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.launcher.Checkout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `./gt up --detach`: the script, a town in a process of its own, and what is seen of it.
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.SAME_THREAD)
final class LauncherDetachTest {
    @TempDir private Path folder;

    private Checkout checkout;
    private Path town;

    @BeforeEach
    void openCheckout() throws IOException {
        checkout = new Checkout(folder);
        checkout.realJdk("jdk");
        town = folder.resolve("a town");
        checkout.with("GT_TOWN", town.toString());
    }

    @AfterEach
    void stopTown() throws Exception {
        checkout.gt("down");
    }

    private Ended up(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("up", "--detach"));
        words.addAll(List.of(options));
        return checkout.gt(words.toArray(String[]::new));
    }

    private String url() throws IOException {
        return Files.readString(town.resolve("run/url")).strip();
    }

    private String pid() throws IOException {
        return Files.readString(town.resolve("run/pid")).strip();
    }

    @Test
    void theTownAnswersWhenTheCommandReturnsAndStaysUp() throws Exception {
        Ended up = up("--port", "0");

        assertThat(up.code()).as(up.err()).isZero();
        assertThat(up.out())
                .isEqualTo(
                        "There was no town in %3$s: this is a new one.\nThe town is up: %1$s (pid %2$s, folder %3$s). `gt down` stops it.\n"
                                .formatted(url(), pid(), town));
        Ended status = checkout.gt("status", "--json");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("\"pid\":" + pid() + ",");
        assertThat(checkout.gt("down").code()).isZero();
    }

    @Test
    void onATownThatIsUpItSaysWhereItIsAndIsNoFailure() throws Exception {
        up("--port", "0");
        String pid = pid();

        Ended again = up();
        Ended anyPort = up("--port", "0");
        Ended elsewhere = up("--port", "1");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("The town is up already: " + url());
        assertThat(anyPort.code()).isZero();
        assertThat(anyPort.out()).contains("It keeps its port.");
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.err()).contains("To move it to port 1: gt down");
        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void aPortThatWasAskedForIsKeptForTheNextStart() throws Exception {
        String port = takePort();
        assertThat(url()).endsWith(":" + port + "/");

        checkout.gt("down");
        up("--port", "0");
        assertThat(url()).doesNotContain(":" + port + "/");

        checkout.gt("down");
        up();
        assertThat(url()).endsWith(":" + port + "/");
    }

    /// Starts the town on a port that no system gives away by itself.
    private String takePort() throws Exception {
        for (int port = 21_000; port < 21_100; port++) {
            if (up("--port", Integer.toString(port)).code() == 0) {
                return Integer.toString(port);
            }
        }
        throw new AssertionError("no port is free");
    }

    @Test
    void aTermSignalWhileItStartsLeavesNoTown() throws Exception {
        Process up = checkout.start(checkout.root().resolve("gt"), "up", "--detach", "--port", "0");
        await().until(() -> Files.exists(town.resolve("ledger.db")) || !up.isAlive());

        up.toHandle().destroy();
        Ended ended = Checkout.end(up, "");

        boolean wasUp = ended.code() == 0;
        assertThat(ended.code()).isIn(0, 143);
        assertThat(ended.err().contains("the town was stopped before it was up"))
                .isNotEqualTo(wasUp);
        assertThat(Files.exists(town.resolve("run/pid"))).isEqualTo(wasUp);
    }

    @Test
    void aTownThatCannotStartSaysWhyAndItsExitCodeIsTheCommands() throws Exception {
        Files.createDirectories(town);
        Files.writeString(town.resolve("town.toml"), "[web]\nprot = 1\n");

        Ended up = up();

        assertThat(up.code()).isEqualTo(2);
        assertThat(up.err()).contains("town.toml:2: unknown key 'web.prot'");
        assertThat(town.resolve("run/pid")).doesNotExist();
    }
}
