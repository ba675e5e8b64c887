package dev.townhall.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.townhall.server.launcher.Checkout.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `./gt` comes by a JDK 25: found, or fetched and verified, or a line that says how to get one.
final class LauncherJdkTest {
    @TempDir private Path folder;

    private Checkout checkout;
    private HttpServer internet;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void openCheckoutAndInternet() throws IOException {
        checkout = new Checkout(folder);
        internet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        internet.start();
    }

    @AfterEach
    void closeInternet() {
        internet.stop(0);
    }

    private String serve(String path, byte[] body) {
        internet.createContext(
                path,
                exchange -> {
                    requests.add(exchange.getRequestURI().toString());
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        return "http://127.0.0.1:" + internet.getAddress().getPort() + path;
    }

    private byte[] archive(String version) throws Exception {
        Path jdk = checkout.jdk(folder.resolve("packed/jdk-25.0.9+9"), version);
        Path archive = folder.resolve("jdk.tar.gz");
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                jdk.getParent() + "",
                                "jdk-25.0.9+9")
                        .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(archive);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void javaHomeIsTakenWhenItIsAJdk25() throws Exception {
        Path mine = checkout.jdk(folder.resolve("my jdk"), "25.0.1");
        checkout.jdk("another", "25.0.3");
        Ended ended = checkout.with("JAVA_HOME", mine.toString()).gt("doctor");
        assertThat(ended.out()).startsWith("ran " + mine);
        assertThat(checkout.builds()).singleElement().asString().startsWith(mine.toString());
    }

    @Test
    void aJavaHomeOfAnotherVersionIsPassedOver() throws Exception {
        Path old = checkout.jdk(folder.resolve("old"), "17.0.15");
        Path right = checkout.jdk("right", "25");
        Ended ended = checkout.with("JAVA_HOME", old.toString()).gt("doctor");
        assertThat(ended.out()).startsWith("ran " + right);
    }

    @Test
    void theJdkOfThePathIsFoundThroughItsLinks() throws Exception {
        Path jdk = checkout.jdk(folder.resolve("elsewhere"), "25.0.2");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("javac"), jdk.resolve("bin/javac"));
        Ended ended = checkout.with("PATH", bin + ":/usr/bin:/bin").gt("doctor");
        assertThat(ended.out()).startsWith("ran " + jdk.toRealPath());
    }

    @Test
    void onlyAWholeJdkOfExactlyVersion25IsTaken() throws Exception {
        checkout.jdk("a-26", "26.0.1");
        checkout.jdk("b-250", "250.1");
        checkout.jdk("c-jdk-25-by-name-only", "21.0.4");
        Files.delete(checkout.jdk("d-runtime-without-compiler", "25.0.3").resolve("bin/javac"));
        Path right = checkout.jdk("e", "25.0.3");
        assertThat(checkout.gt("doctor").out()).startsWith("ran " + right);
    }

    @Test
    void withoutOneItFetchesAVerifiedJdkOnceAndSaysSo() throws Exception {
        byte[] archive = archive("25.0.9");
        String address = serve("/jdk.tar.gz", archive);
        String answer =
                """
                [ { "binary": { "image_type": "jdk",
                      "installer": { "checksum": "00", "link": "http://127.0.0.1:9/wrong.pkg" },
                      "package": { "checksum": "%s", "name": "x", "link": "%s", "size": 1 } },
                    "vendor": "eclipse" } ]
                """
                        .formatted(sha256(archive), address);
        checkout.with("GT_JDK_API", serve("/api", answer.getBytes(StandardCharsets.UTF_8)));

        Ended first = checkout.gt("doctor");
        Ended second = checkout.gt("doctor");

        assertThat(first.code()).isZero();
        assertThat(first.err())
                .contains("no JDK 25 here: fetching " + address)
                .contains("JDK 25 is now in " + checkout.cache());
        assertThat(first.out()).startsWith("ran " + checkout.cache().resolve("jdk-25-"));
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(requests).hasSize(2);
        assertThat(requests.getFirst()).contains("image_type=jdk").contains("architecture=");
        assertThat(checkout.names(checkout.cache())).hasSize(1);
    }

    @Test
    void aGivenAddressIsFetchedWithItsChecksum() throws Exception {
        byte[] archive = archive("25.0.9");
        checkout.with("GT_JDK_URL", serve("/mine.tar.gz", archive));
        checkout.with("GT_JDK_SHA256", sha256(archive));
        assertThat(checkout.gt("doctor").out()).startsWith("ran " + checkout.cache());
    }

    @Test
    void aGivenAddressWithoutAChecksumIsRefused() throws Exception {
        checkout.with("GT_JDK_URL", serve("/mine.tar.gz", archive("25.0.9")));
        Ended ended = checkout.gt("doctor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("GT_JDK_URL is set without GT_JDK_SHA256");
        assertThat(requests).isEmpty();
    }

    @Test
    void aDownloadWithAnotherChecksumIsThrownAway() throws Exception {
        checkout.with("GT_JDK_URL", serve("/mine.tar.gz", archive("25.0.9")));
        checkout.with("GT_JDK_SHA256", "0".repeat(64));
        Ended ended = checkout.gt("doctor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("thrown away").contains("expected " + "0".repeat(64));
        assertThat(checkout.names(checkout.cache())).isEmpty();
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void anArchiveThatIsNoJdk25IsThrownAway() throws Exception {
        byte[] archive = archive("21.0.1");
        checkout.with("GT_JDK_URL", serve("/mine.tar.gz", archive));
        checkout.with("GT_JDK_SHA256", sha256(archive));
        Ended ended = checkout.gt("doctor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("holds no JDK 25");
        assertThat(checkout.names(checkout.cache())).isEmpty();
    }

    @Test
    void offlineOneLineSaysHowToGetOne() throws Exception {
        Ended ended = checkout.gt("doctor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err())
                .contains("no JDK 25 is on this machine")
                .contains("https://adoptium.net")
                .contains("JAVA_HOME");
        assertThat(checkout.names(checkout.cache())).isEmpty();
    }
}
