package dev.townhall.formulas.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.agent.AgentChoice.Need;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.preset.Headless.Attended;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.toml.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentSettingsTest {
    private static AgentSettings read(String text) {
        return AgentSettings.of(Section.parse("town.toml", text).section("agents").orElseThrow());
    }

    @Test
    void aShippedPresetIsChangedKeyByKey() {
        AgentSettings settings =
                read(
                        """
                        [agents.qwen]
                        args = ["--acp", "--quiet"]
                        key_env = ["MY_KEY"]
                        env = { EXTRA = "1" }
                        [agents.qwen.headless]
                        unattended = []
                        [agents.qwen.home]
                        ".qwen/more.json" = "{}"
                        """);
        Preset shipped = AgentSettings.DEFAULT.presets().get("qwen");

        Preset qwen = settings.presets().get("qwen");

        assertThat(qwen.acp().orElseThrow().command()).isEqualTo("qwen");
        assertThat(qwen.acp().orElseThrow().arguments()).containsExactly("--acp", "--quiet");
        assertThat(qwen.acp().orElseThrow().verified()).isEmpty();
        assertThat(qwen.keys().names()).containsExactly("MY_KEY");
        assertThat(qwen.keys().login()).isEqualTo(shipped.keys().login());
        assertThat(qwen.environment())
                .containsOnly(
                        Map.entry("QWEN_CODE_NO_RELAUNCH", "true"),
                        Map.entry("QWEN_CODE_LEGACY_MCP_BLOCKING", "1"),
                        Map.entry("EXTRA", "1"));
        assertThat(qwen.home()).hasSize(2).first().isEqualTo(shipped.home().getFirst());
        Headless headless = qwen.headless().orElseThrow();
        assertThat(headless.unattended()).isEmpty();
        assertThat(headless.verified()).isEqualTo(shipped.headless().orElseThrow().verified());
        assertThat(settings.presets().all()).hasSameSizeAs(AgentSettings.DEFAULT.presets().all());
    }

    @Test
    void anAgentOfOnesOwnIsAddedOverAPresetOrOverNothing() {
        AgentSettings settings =
                read(
                        """
                        [agents]
                        default = "mine"
                        [agents.fast]
                        preset = "claude"
                        title = "Fast"
                        runtime = "command"
                        [agents.mine]
                        command = "/opt/mine"
                        args = ["serve"]
                        [agents.mine.headless]
                        first = ["--", "{prompt}"]
                        output = "stream-json"
                        """);

        Preset fast = settings.presets().get("fast");
        Preset mine = settings.presets().get("mine");
        assertThat(fast.acp()).isEmpty();
        assertThat(fast.headless()).isPresent();
        assertThat(fast.title()).isEqualTo("Fast");
        assertThat(mine.acp().orElseThrow().command()).isEqualTo("/opt/mine");
        assertThat(mine.headless().orElseThrow().first("go", Optional.empty(), Attended.NO))
                .containsExactly("/opt/mine", "--", "go");
        assertThat(settings.choice().usual()).contains("mine");
    }

    @Test
    void anAgentThatIsRunOncePerTurnIsRunByItsOwnCommand() {
        AgentSettings settings =
                read(
                        """
                        [agents.short]
                        runtime = "command"
                        command = "/opt/short"
                        [agents.long]
                        runtime = "command"
                        command = "/opt/long"
                        [agents.long.headless]
                        first = ["-p", "{prompt}"]
                        """);

        Preset shortest = settings.presets().get("short");
        Preset longer = settings.presets().get("long");

        assertThat(shortest.acp()).isEmpty();
        assertThat(shortest.headless().orElseThrow().command()).isEqualTo("/opt/short");
        assertThat(shortest.headless().orElseThrow().first()).containsExactly("{prompt}");
        assertThat(longer.headless().orElseThrow().command()).isEqualTo("/opt/long");
        assertThat(longer.headless().orElseThrow().first()).containsExactly("-p", "{prompt}");
    }

    @Test
    void theChoiceIsReadForRolesRigsWorkersAndLabels() {
        AgentSettings settings =
                read(
                        """
                        [agents]
                        default = "qwen"
                        [agents.roles]
                        witness = "claude"
                        [agents.rigs]
                        shop = "codex"
                        [agents.workers]
                        "shop/polecats/nux" = "gemini"
                        [agents.labels]
                        hard = "kimi"
                        """);
        RigName shop = new RigName("shop");

        assertThat(chosen(settings, Need.of(AgentRole.MAYOR, Optional.empty()))).isEqualTo("qwen");
        assertThat(chosen(settings, Need.of(AgentRole.WITNESS, Optional.empty())))
                .isEqualTo("claude");
        assertThat(chosen(settings, Need.of(AgentRole.WITNESS, Optional.of(shop))))
                .isEqualTo("codex");
        Need nux =
                new Need(
                        AgentRole.POLECAT,
                        Optional.of(shop),
                        Optional.of(new Actor("shop/polecats/nux")),
                        List.of("hard"),
                        Optional.empty());
        assertThat(chosen(settings, nux)).isEqualTo("kimi");
    }

    private static String chosen(AgentSettings settings, Need need) {
        return settings.choice().choose(need).orElseThrow().preset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[agents]~default = \"qwne\"|2|there is no agent 'qwne'; expected one of claude,",
                "[agents]~default = 1|2|'agents.default' must be text in quotes; found 1.",
                "[agents]~polecat = \"qwen\"|2|'agents.polecat' must be a section [agents.polecat]; found \"qwen\".",
                "[agents.roles]~boss = \"qwen\"|2|A role is one of mayor,",
                "[agents.roles]~mayor = \"x\"|2|there is no agent 'x'",
                "[agents.rigs]~Shop = \"qwen\"|2|found 'Shop'",
                "[agents.workers]~\"a b\" = \"qwen\"|2|found 'a b'",
                "[agents.mine]~preset = \"qwne\"|2|There is no agent 'qwne'.",
                "[agents.mine]~comand = \"x\"|2|unknown key 'agents.mine.comand'; expected one of",
                "[agents.mine]~comand = \"x\"|2|Did you mean 'command'?",
                "[agents.mine]~command = \" \"|2|An agent's command cannot be empty.",
                "[agents.mine]~args = [\"a\"]|2|'args' needs a 'command'",
                "[agents.qwen]~args = \"--acp\"|2|'agents.qwen.args' must be a list of texts such as [\"one\"]; found \"--acp\".",
                "[agents.qwen]~args = [1]|2|found 1.",
                "[agents.qwen]~runtime = \"shell\"|2|'agents.qwen.runtime' must be one of acp, command; found \"shell\".",
                "[agents.qwen]~rate_limited = [\"(\"]|2|'(' is no regular expression",
                "[agents.qwen]~key_env = [\"MY KEY\"]|2|A variable is named like OPENAI_API_KEY; found 'MY KEY'.",
                "[agents.qwen.env]~\"A-B\" = \"1\"|2|found 'A-B'",
                "[agents.qwen.home]~\"../x\" = \"\"|1|A settings file lies inside the HOME",
                "[agents.qwen.headless]~first = [\"-p\"]|1|must say where {prompt} goes",
                "[agents.qwen.headless]~output = \"xml\"|2|must be one of text, json, stream-json; found \"xml\".",
                "[agents.mine.headless]~first = [\"{prompt}\"]|1|'headless' needs a 'command'.",
                "[agents.qwen.permission]~asks = \"maybe\"|2|must be one of yes, never, unknown",
                "[agents.\"Big One\"]~command = \"x\"|1|An agent's name is 1 to 40 of a-z",
            })
    void aMistakeIsNamedWithFileLineKeyExpectedAndFound(String text, int line, String expected) {
        assertThatThrownBy(() -> read(text.replace('~', '\n')))
                .isInstanceOf(TownException.class)
                .hasMessageStartingWith("town.toml:" + line + ": ")
                .hasMessageContaining(expected);
    }
}
