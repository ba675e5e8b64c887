package dev.townhall.formulas.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.prime.Tokens;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ShippedPromptsTest {
    private static final ShippedPrompts PROMPTS = new ShippedPrompts();

    /// All tools of the town.
    private static final Set<String> TOOLS =
            new TreeSet<>(
                    List.of(
                            "prime",
                            "hook",
                            "show",
                            "ready",
                            "create",
                            "status",
                            "plan",
                            "update",
                            "comment",
                            "dep",
                            "step_done",
                            "done",
                            "verdict",
                            "mail_send",
                            "mail_inbox",
                            "nudge",
                            "escalate",
                            "ask",
                            "handoff",
                            "remember",
                            "recall",
                            "reserve_files"));

    /// Other words in backticks.
    private static final Set<String> WORDS = new TreeSet<>(List.of("gt", "bd"));

    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

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
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEACON")
    void everyPromptNamesOnlyToolsThatThereAre(AgentRole role) {
        Set<String> named = new TreeSet<>();
        Matcher word = WORD.matcher(prompt(role));
        while (word.find()) {
            named.add(word.group(1));
        }
        named.removeAll(WORDS);

        assertThat(TOOLS).containsAll(named);
        assertThat(named).contains("ask", "escalate");
        // A mayor has nothing on a hook to hand off.
        assertThat(named.contains("handoff")).isEqualTo(role != AgentRole.MAYOR);
    }

    @ParameterizedTest
    @EnumSource(names = {"POLECAT", "CREW", "WITNESS", "REFINERY", "DOG"})
    void everyWorkerIsToldHowASessionEndsWhatIsDataAndWhatTheSandboxAllows(AgentRole role) {
        assertThat(prompt(role))
                .contains("Stopping without one of them is not done.")
                .contains("## What is data")
                .contains("## Your sandbox")
                .contains("`done`");
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
