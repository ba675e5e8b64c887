package dev.townhall.formulas.preset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.preset.Headless.Output;
import dev.townhall.core.preset.Permissions.AfterRejection;
import dev.townhall.core.preset.Permissions.Asks;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.preset.Presets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedPresetsTest {
    private static final Presets SHIPPED = new Presets(ShippedPresets.all());

    static Stream<Preset> real() {
        return ShippedPresets.all().stream().filter(preset -> !preset.name().equals("custom"));
    }

    @Test
    void allThirteenAreThereInTheirOrder() {
        assertThat(SHIPPED.all())
                .extracting(Preset::name)
                .containsExactly(
                        "claude",
                        "codex",
                        "gemini",
                        "qwen",
                        "opencode",
                        "copilot",
                        "cursor",
                        "goose",
                        "kimi",
                        "auggie",
                        "amp",
                        "pi",
                        "custom");
    }

    @ParameterizedTest
    @MethodSource("real")
    void everyPresetCanBeStartedAndSaysHowItComesAndWhatItNeeds(Preset preset) {
        assertThat(preset.program()).isPresent();
        assertThat(preset.headless()).isPresent();
        assertThat(preset.title()).isNotEqualTo("custom");
        assertThat(preset.installation().how()).isNotEmpty();
        assertThat(preset.installation().versionArguments()).isNotEmpty();
        assertThat(preset.keys().names()).isNotEmpty();
        assertThat(preset.keys().login()).isNotEmpty();
        assertThat(preset.instructions()).endsWith(".md");
    }

    @ParameterizedTest
    @MethodSource("real")
    void everyPresetKnowsARateLimitAndNothingElse(Preset preset) {
        for (String said :
                List.of("Error: 429 Too Many Requests", "Rate limit exceeded. Try again later.")) {
            assertThat(preset.isRateLimited(said)).as(said).isTrue();
        }
        for (String said : List.of("", "401 Unauthorized", "1429 files changed", "done")) {
            assertThat(preset.isRateLimited(said)).as(said).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("real")
    void noPresetHoldsASecretOrAPathOfSomebodysMachine(Preset preset) {
        String all = preset.toString();

        assertThat(all).doesNotContain("/home/", "/Users/", "sk-", "ghp_");
        preset.keys()
                .names()
                .forEach(name -> assertThat(preset.environment()).doesNotContainKey(name));
    }

    @ParameterizedTest
    @MethodSource("real")
    void settingsOfTheHomeAreWellFormed(Preset preset) {
        preset.home().stream()
                .filter(file -> file.path().endsWith(".json"))
                .forEach(file -> assertThat(Json.parse(file.text()).isObject()).isTrue());
    }

    @Test
    void theOnlyAgentWithoutTheProtocolIsAmp() {
        assertThat(real().filter(preset -> preset.acp().isEmpty()))
                .extracting(Preset::name)
                .containsExactly("amp");
    }

    @Test
    void whatWasSeenIsTellableFromWhatWasRead() {
        assertThat(real().filter(ShippedPresetsTest::seen))
                .extracting(Preset::name)
                .containsExactly(
                        "claude",
                        "codex",
                        "gemini",
                        "qwen",
                        "opencode",
                        "copilot",
                        "kimi",
                        "auggie",
                        "pi");
        assertThat(real().filter(preset -> !preset.headless().orElseThrow().verified().isEmpty()))
                .extracting(Preset::name)
                .containsExactly("qwen");
    }

    private static boolean seen(Preset preset) {
        return preset.acp().filter(mode -> !mode.verified().isEmpty()).isPresent();
    }

    @Test
    void qwenIsKeptFromWhatMakesItUnfitForATown() {
        Preset qwen = SHIPPED.get("qwen");
        JsonNode settings = Json.parse(qwen.home().getFirst().text());

        assertThat(qwen.home().getFirst().path()).isEqualTo(".qwen/settings.json");
        assertThat(settings.at("/tools/approvalMode").asText()).isEqualTo("default");
        assertThat(settings.at("/tools/toolSearch/enabled").asBoolean(true)).isFalse();
        assertThat(settings.at("/memory/enableManagedAutoMemory").asBoolean(true)).isFalse();
        assertThat(settings.at("/ui/enableFollowupSuggestions").asBoolean(true)).isFalse();
        assertThat(settings.at("/model/generationConfig/maxRetries").asInt(-1)).isZero();
        assertThat(settings.at("/telemetry/enabled").asBoolean(true)).isFalse();
        assertThat(qwen.environment()).containsEntry("QWEN_CODE_NO_RELAUNCH", "true");
        assertThat(qwen.permissions().never()).contains("proceed_always_project");
        assertThat(qwen.permissions().afterRejection()).isEqualTo(AfterRejection.ENDS_TURN);
        assertThat(qwen.headless().orElseThrow().output()).isEqualTo(Output.STREAM_JSON);
        assertThat(qwen.headless().orElseThrow().choosesSession()).isTrue();
        assertThat(SHIPPED.get("pi").permissions().asks()).isEqualTo(Asks.NEVER);
    }
}
