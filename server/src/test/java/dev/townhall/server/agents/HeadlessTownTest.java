package dev.townhall.server.agents;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real town whose agent speaks no protocol: it is run once for each turn, and calls the town by the
/// programs on its PATH.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
final class HeadlessTownTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String GOES_ON =
            "again = [\"{unattended}\", \"-p\", \"{prompt}\", \"--resume\", \"{session}\"]\n";

    @TempDir private Path folder;
    private @Nullable HeadlessTown opened;

    private HeadlessTown open(String script, String further) {
        return open(script, further, Map.of());
    }

    private HeadlessTown open(String script, String further, Map<String, String> variables) {
        HeadlessTown town = new HeadlessTown(folder, script, further, variables);
        opened = town;
        return town;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void itWorksABeadToMergedByTheProgramsOnItsPath() {
        HeadlessTown town =
                open(
                        """
                        env > env.txt
                        echo "good morning" > greeting.txt
                        bd create 'Greet in French' -d 'Too' >&2
                        says "The key is $STUB_API_KEY"
                        gt done 'wrote the greeting' >&2
                        ends
                        """,
                        "");

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).isEqualTo("good morning\n");
        assertThat(town.onMain("env.txt"))
                .contains("GT_DOOR=", "GT_AGENT=shop/polecats/nux")
                .doesNotContain("gtmcp_");
        assertThat(town.gt("ready", "shop").out()).contains("Greet in French");
        assertThat(town.prompt(1, ""))
                .contains("You are a polecat", "Greet better", "words of the program `gt`");
        JsonNode cost = town.gt("cost", bead, "--json").json();
        assertThat(cost.path("turns").asInt()).isEqualTo(1);
        assertThat(cost.path("outputTokens").asLong()).isEqualTo(100);
        assertThat(cost.path("unpricedTurns").asInt()).isZero();
        assertThat(town.gt("transcript", bead).out())
                .contains("The key is (hidden)", "The session ended")
                .doesNotContain(HeadlessTown.KEY);
    }

    @Test
    void anAgentThatGoesOnIsToldOnlyWhatIsMissing() {
        HeadlessTown town =
                open(
                        """
                        if [ "$count" = 1 ]; then says 'I look first.'; ends; exit; fi
                        echo hello > greeting.txt
                        gt done 'wrote it' >&2
                        ends
                        """,
                        GOES_ON);

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.flags(2, "")).isEqualTo(" --resume s-1");
        assertThat(town.prompt(2, ""))
                .contains("Your turn ended")
                .doesNotContain("You are a polecat", "You were here before");
    }

    @Test
    void anAgentThatForgetsIsToldEverythingAnew() {
        HeadlessTown town =
                open(
                        """
                        if [ "$count" = 1 ]; then says 'I look first.'; ends; exit; fi
                        echo hello > greeting.txt
                        gt done 'wrote it' >&2
                        ends
                        """,
                        "");

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.prompt(2, ""))
                .contains(
                        "You are a polecat",
                        "Greet better",
                        "words of the program `gt`",
                        "You were here before",
                        "Your turn ended");
    }

    @Test
    void aQuestionIsAnsweredByAPersonAndTheWorkGoesOn() {
        HeadlessTown town =
                open(
                        """
                        case $prompt in
                        *'good evening'*) echo 'good evening' > greeting.txt; gt done 'wrote it' >&2 ;;
                        *) gt ask 'Which words?' >&2 ;;
                        esac
                        ends
                        """,
                        GOES_ON);

        String bead = town.sling("Greet better");
        String asked = town.town().waiting("question", PATIENCE).path("id").asText();
        assertThat(town.gt("reply", asked, "good evening").code()).isZero();
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).isEqualTo("good evening\n");
    }

    @Test
    void anAccountThatMeetsItsLimitRestsAndAnotherOneTakesOver() {
        HeadlessTown town =
                open(
                        """
                        [ "$STUB_API_KEY" = sk-spare-key ] || limit
                        echo hello > greeting.txt
                        gt done 'wrote it' >&2
                        ends
                        """,
                        """

                        [accounts.work]
                        preset = "stub"
                        env = { STUB_API_KEY = "WORK_KEY" }

                        [accounts.spare]
                        preset = "stub"
                        env = { STUB_API_KEY = "SPARE_KEY" }
                        """,
                        Map.of("WORK_KEY", "sk-work-key", "SPARE_KEY", "sk-spare-key"));

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.told())
                .contains(
                        "Account work of stub met its provider's limit and rests until",
                        "Work goes on with spare.",
                        "Merged " + bead);
        assertThat(town.prompt(1, "@spare")).contains("Greet better");
    }

    @Test
    void anAgentThatOnlyPrintsGarbageIsTakenTheWorkAndAPersonReadsWhy() {
        HeadlessTown town = open("echo 'Segmentation fault: model.so'; exit 139\n", GOES_ON);

        String bead = town.sling("Greet better");
        JsonNode asked = town.town().waiting("escalation", PATIENCE);

        assertThat(asked.path("text").asText()).contains("Greet better", "its session failed");
        assertThat(asked.path("log").asText())
                .contains(
                        "without saying what became of the work",
                        "exit code 139",
                        "Segmentation fault: model.so");
        assertThat(town.gt("transcript", bead).out()).contains("Segmentation fault: model.so");
    }

    @Test
    void aProgramThatIsGoneIsNamed() throws IOException {
        HeadlessTown town = open("ends\n", "");
        Files.delete(folder.resolve("programs/stub"));

        String bead = town.sling("Greet better");
        town.town().waiting("escalation", PATIENCE);

        assertThat(town.gt("show", bead).out())
                .contains("could not be started", "programs/stub", "gt agents test stub");
    }

    @Test
    void aTownThatGoesDownInTheMiddleOfATurnGoesOnAfterwards() {
        HeadlessTown town =
                open(
                        """
                        if [ "$count" = 1 ]; then sleep 600; fi
                        echo hello > greeting.txt
                        gt done 'wrote it' >&2
                        ends
                        """,
                        GOES_ON);

        String bead = town.sling("Greet better");
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(folder.resolve("town/homes/shop~polecats~nux/home/prompt.1")));
        town.town().restart();
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).isEqualTo("hello\n");
    }
}
