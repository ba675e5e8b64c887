package dev.townhall.formulas.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.prime.Directives.Directive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderDirectivesTest {
    private static final Optional<RigName> SHOP = Optional.of(new RigName("shop"));

    @TempDir private Path folder;

    private FolderDirectives directives() {
        return new FolderDirectives(folder.resolve("directives"));
    }

    private void write(String file, byte[] bytes) throws IOException {
        Path path = folder.resolve("directives").resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.write(path, bytes);
    }

    @Test
    void aTownNeedsNone() {
        assertThat(directives().of(AgentRole.POLECAT, SHOP)).isEmpty();
    }

    @Test
    void theTownsComeBeforeTheRigsAndOnlyThoseOfTheRole() throws IOException {
        write("polecat.md", "\nSpeak German.\n\n".getBytes(StandardCharsets.UTF_8));
        write("shop/polecat.md", "Use tabs.".getBytes(StandardCharsets.UTF_8));
        write("bank/polecat.md", "Use spaces.".getBytes(StandardCharsets.UTF_8));
        write("mayor.md", "Be short.".getBytes(StandardCharsets.UTF_8));
        write("crew.md", "  \n".getBytes(StandardCharsets.UTF_8));

        assertThat(directives().of(AgentRole.POLECAT, SHOP))
                .containsExactly(
                        new Directive("this town", "Speak German."),
                        new Directive("rig shop", "Use tabs."));
        assertThat(directives().of(AgentRole.MAYOR, Optional.empty()))
                .containsExactly(new Directive("this town", "Be short."));
        assertThat(directives().of(AgentRole.CREW, SHOP)).isEmpty();
    }

    @Test
    void aFileThatIsTooLongOrNoTextIsRefusedByName() throws IOException {
        write("polecat.md", "x".repeat(8_001).getBytes(StandardCharsets.UTF_8));
        write("crew.md", new byte[] {(byte) 0xFF, (byte) 0xFE, 0x41});

        assertThatThrownBy(() -> directives().of(AgentRole.POLECAT, SHOP))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("polecat.md has 8001 characters");
        assertThatThrownBy(() -> directives().of(AgentRole.CREW, SHOP))
                .isInstanceOf(TownException.class)
                .hasMessageContaining("crew.md");
    }
}
