package dev.townhall.core.foundation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Surroundings.Stay;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    private static final Confinement WANTED =
            new Confinement(
                    Confinement.Need.REQUIRED, Confinement.Network.OPEN, List.of(), List.of());

    @TempDir Path folder;

    @Test
    void onlyHarmlessVariablesArePassedOn() {
        Map<String, String> town =
                Map.of("PATH", "/bin", "TZ", "UTC", "SECRET", "x", "HOME", "/home/ada", "LANG", "");

        try (Stay stay = new Surroundings(town, folder).enter("nux")) {
            assertThat(stay.environment())
                    .containsOnlyKeys("PATH", "TZ", "HOME", "TMPDIR")
                    .containsEntry("HOME", folder.resolve("nux/home").toString());
            assertThat(Path.of(stay.environment().getOrDefault("TMPDIR", ""))).isDirectory();
        }
    }

    @Test
    void aCopiedHomeLeavesTheOriginalAndGoesWithItsStay() throws IOException {
        Surroundings surroundings = new Surroundings(Map.of(), folder);
        surroundings.enter("nux").close();
        Path original = folder.resolve("nux/home");
        Path secret = Files.writeString(folder.resolve("secret"), "of the town");
        Files.createDirectories(original.resolve(".stub/chats"));
        Files.writeString(original.resolve(".stub/chats/1.jsonl"), "I remember");
        Files.createDirectories(original.resolve(".cache/big"));
        Files.createSymbolicLink(original.resolve("link"), secret);
        Files.createSymbolicLink(original.resolve(".stub/all"), folder);
        Path copy;

        try (Stay stay = surroundings.enterCopy("past", "nux")) {
            copy = Path.of(stay.environment().getOrDefault("HOME", ""));
            assertThat(copy.resolve(".stub/chats/1.jsonl")).hasContent("I remember");
            assertThat(copy.resolve(".cache")).doesNotExist();
            assertThat(Files.exists(copy.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
            assertThat(Files.exists(copy.resolve(".stub/all"), LinkOption.NOFOLLOW_LINKS))
                    .isFalse();
            assertThat(stay.confinement(WANTED).writable()).contains(copy);
            assertThat(Surroundings.nameIn(stay.environment())).contains("past");
            Files.writeString(copy.resolve(".stub/chats/1.jsonl"), "I was asked");
        }

        assertThat(original.resolve(".stub/chats/1.jsonl")).hasContent("I remember");
        assertThat(copy).doesNotExist();
        assertThat(original).exists();
    }

    @Test
    void aHomeThatIsTooLargeOrNotThereIsNotCopied() throws IOException {
        Surroundings surroundings = new Surroundings(Map.of(), folder);
        surroundings.enter("nux").close();
        for (int i = 0; i < 5_001; i++) {
            Files.createFile(folder.resolve("nux/home/f" + i));
        }

        assertThatThrownBy(() -> surroundings.enterCopy("past", "nux"))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("more than 5000 files");
        assertThatThrownBy(() -> surroundings.enterCopy("past", "nobody"))
                .isInstanceOf(TownException.class);
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(folder.resolve("past"), "stay-*")) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aTownWithoutAnyEnvironmentStillHasAPath() {
        try (Stay stay = new Surroundings(Map.of(), folder).enter("nux")) {
            assertThat(stay.environment())
                    .containsEntry("PATH", "/usr/local/bin:/usr/bin:/bin")
                    .containsEntry("LANG", "C.UTF-8");
        }
    }

    @Test
    void nobodyElseCanLookIn() throws IOException {
        try (Stay stay = new Surroundings(Map.of(), folder).enter("nux")) {
            assertThat(stay.environment()).isNotEmpty();
            assertThat(Files.getPosixFilePermissions(folder.resolve("nux")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void staysUnderOneNameDoNotDisturbEachOther() {
        Surroundings surroundings = new Surroundings(Map.of(), folder);
        try (Stay first = surroundings.enter("nux")) {
            Path script = first.script("a.sh", "true");

            surroundings.enter("nux").close();

            assertThat(script).exists();
        }
    }

    @Test
    void daemonsThatGotAwayEndWithTheirStay() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "Needs /proc.");
        String mark = Survivors.mark();
        String other = Survivors.mark();
        Surroundings surroundings = new Surroundings(Map.of(), folder);
        try (Stay another = surroundings.enter("furiosa")) {
            daemon(another, other);
            try (Stay stay = surroundings.enter("nux")) {
                daemon(stay, mark);
                Survivors.awaitSome(mark);
                Survivors.awaitSome(other);
            }

            Survivors.awaitNone(mark);
            assertThat(Survivors.with(other)).isNotEmpty();
        }
        Survivors.awaitNone(other);
    }

    @Test
    void daemonsOfATownThatWasKilledEndAtTheNextStay() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/environ")), "Needs /proc.");
        String mark = Survivors.mark();
        daemon(new Surroundings(Map.of(), folder).enter("nux"), mark);
        Survivors.awaitSome(mark);

        new Surroundings(Map.of(), folder).enter("nux").close();

        Survivors.awaitNone(mark);
    }

    private static void daemon(Stay stay, String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", mark);
        builder.environment().putAll(stay.environment());
        builder.start();
    }

    @Test
    void aNameCannotLeadOutOfTheFolder() {
        Surroundings surroundings = new Surroundings(Map.of(), folder.resolve("homes"));

        for (String name : new String[] {"..", ".", "", "a/b", "/", "../x", "a\n"}) {
            assertThatThrownBy(() -> surroundings.enter(name))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
        }
        assertThat(folder.resolve("homes")).doesNotExist();
    }

    @Test
    void aHomeThatCannotBeMadeIsSaidPlainly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new Surroundings(Map.of(), file).enter("nux"))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
