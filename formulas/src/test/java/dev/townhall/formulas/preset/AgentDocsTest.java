package dev.townhall.formulas.preset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.toml.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `docs/agents.md` shows is what there is.
final class AgentDocsTest {
    private static String docs() throws IOException {
        return Files.readString(Path.of("../docs/agents.md"));
    }

    @Test
    void theSettingsShownAreUnderstood() throws IOException {
        String docs = docs();
        int start = docs.indexOf("```toml\n") + 8;
        String shown = docs.substring(start, docs.indexOf("```", start));

        AgentSettings settings =
                AgentSettings.of(Section.parse("docs", shown).section("agents").orElseThrow());

        assertThat(settings.choice().usual()).contains("qwen");
        assertThat(settings.presets().get("cheap").acp()).isEmpty();
        assertThat(settings.presets().get("mine").headless().orElseThrow().canGoOn()).isTrue();
    }

    @Test
    void theTableSaysOfEveryPresetHowItComesItsKeyAndWhetherItResumes() throws IOException {
        List<String> rows = docs().lines().filter(line -> line.startsWith("| ")).toList();
        for (Preset preset : ShippedPresets.all()) {
            String row =
                    rows.stream()
                            .filter(line -> line.startsWith("| " + preset.name() + " |"))
                            .findFirst()
                            .orElseThrow();
            String how = preset.installation().how();
            if (how.startsWith("npm") || how.startsWith("uv")) {
                assertThat(row).contains("`" + how + "`");
            }
            if (preset.keys().names().size() == 1) {
                assertThat(row).contains("`" + preset.keys().names().getFirst() + "`");
            }
            preset.headless()
                    .ifPresent(form ->
                            assertThat(row.contains("resumes"))
                                    .as(preset.name())
                                    .isEqualTo(form.canGoOn()));
        }
    }
}
