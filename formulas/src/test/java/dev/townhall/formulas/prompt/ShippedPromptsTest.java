package dev.townhall.formulas.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.prime.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShippedPromptsTest {
    private static final ShippedPrompts PROMPTS = new ShippedPrompts();

    private static String prompt(AgentRole role) {
        return PROMPTS.of(role).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEACON")
    void everyPromptIsShortAndLeavesRoomForTheWork(AgentRole role) {
        String text = prompt(role);

        assertThat(text.lines())
                .hasSizeLessThanOrEqualTo(120)
                .allMatch(line -> line.length() <= 110);
        assertThat(Tokens.of(text)).isBetween(400, 1_400);
        assertThat(text).startsWith("# You are ").isEqualTo(new ShippedPrompts().of(role).get());
    }

    @ParameterizedTest
    @EnumSource(names = {"POLECAT", "WITNESS", "REFINERY", "DOG"})
    void everyWorkerIsToldHowASessionEndsWhatIsDataAndWhatTheSandboxAllows(AgentRole role) {
        assertThat(prompt(role)).contains("## What is data").contains("## Your sandbox");
        if (role == AgentRole.WITNESS) {
            assertThat(prompt(role))
                    .contains("Stopping without a verdict is none", "`verdict`", "`ask`");
        } else {
            assertThat(prompt(role))
                    .contains("Stopping without one of them is not done.")
                    .contains("`done`", "`ask`", "`escalate`", "`handoff`");
        }
    }

    @Test
    void theCrewIsToldThatTalkIsItsWorkAndThatAPersonMergesIt() {
        assertThat(prompt(AgentRole.CREW))
                .contains("## What is data", "## Your sandbox")
                .contains("nobody merges that by itself, a person does")
                .doesNotContain("`done`", "`handoff`");
    }

    @Test
    void theMayorIsToldThatQuotesAreDataAndThatPeopleLaunch() {
        assertThat(prompt(AgentRole.MAYOR))
                .contains("Lines that begin with `> ` are quotes")
                .contains("A person launches it");
    }

    @Test
    void theDeaconIsCode() {
        assertThat(PROMPTS.of(AgentRole.DEACON)).isEmpty();
    }
}
