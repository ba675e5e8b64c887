package dev.townhall.core.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HomeFilesTest {
    private static final HomeFile SETTINGS =
            new HomeFile(".qwen/settings.json", "{\"at\":\"{folder}\"}");

    @TempDir private Path folder;
    private Path home = Path.of("unset");
    private Path outside = Path.of("unset");

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        outside = Files.writeString(folder.resolve("ledger.db"), "precious");
    }

    private void write() {
        HomeFiles.write(home, List.of(SETTINGS), Path.of("/trees/a\"b"));
    }

    @Test
    void settingsAreWrittenWithTheirFolderAndOverWhatWasThere() throws IOException {
        Files.createDirectories(home.resolve(".qwen"));
        Files.writeString(home.resolve(".qwen/settings.json"), "old");

        write();

        assertThat(home.resolve(".qwen/settings.json")).hasContent("{\"at\":\"/trees/a\\\"b\"}");
        try (var left = Files.list(home.resolve(".qwen"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aLinkThatTheAgentPlantedIsReplacedNotFollowed() throws IOException {
        Files.createDirectories(home.resolve(".qwen"));
        Files.createSymbolicLink(home.resolve(".qwen/settings.json"), outside);

        write();

        assertThat(outside).hasContent("precious");
        assertThat(home.resolve(".qwen/settings.json")).isRegularFile();
        assertThat(Files.isSymbolicLink(home.resolve(".qwen/settings.json"))).isFalse();
    }

    @Test
    void aFolderThatIsALinkIsReplacedNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve(".qwen"), elsewhere);

        write();

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(home.resolve(".qwen/settings.json")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "a/./b", "a/"})
    void aFileOutsideTheHomeIsNoSettingsFile(String path) {
        assertThatThrownBy(() -> new HomeFile(path, "")).isInstanceOf(TownException.class);
    }
}
