package dev.townhall.core.runtime.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorktreeFilesTest {
    @TempDir Path folder;

    @Test
    void whatAnAgentMayOnlyReadIsNotWrittenForItEither() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "as it was");
        Confinement reading = Confinement.NONE.alsoReadable(folder);
        WorktreeFiles files = new WorktreeFiles(folder, reading);

        assertThatThrownBy(() -> files.write("a.txt", "changed"))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("for reading");

        assertThat(files.read("a.txt", Optional.empty(), Optional.empty())).isEqualTo("as it was");
    }

    @Test
    void whatAnAgentMayWriteIsWrittenForIt() {
        Confinement working = Confinement.NONE.alsoReadable(folder).alsoWritable(folder);

        new WorktreeFiles(folder, working).write("a.txt", "new");

        assertThat(folder.resolve("a.txt")).hasContent("new");
    }
}
