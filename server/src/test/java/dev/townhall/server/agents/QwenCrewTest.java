package dev.townhall.server.agents;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.command.TestTown;
import dev.townhall.server.web.Browsers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A person talks from a phone with a member of the crew that is a real agent.
@Tag("slow")
@Timeout(500)
@Execution(ExecutionMode.SAME_THREAD)
class QwenCrewTest {
    private static final double PATIENT_MILLIS = 180_000;

    @Test
    void itEditsAFileInItsOwnTreeAndAnswersInItsThread(@TempDir Path folder) {
        assumeTrue(Browsers.chromium().isPresent(), "no Chromium: set GT_CHROMIUM");
        try (QwenTown town = new QwenTown(folder);
                Browsers browsers = new Browsers(Browsers.chromium().orElseThrow());
                BrowserContext phone = browsers.open(Browsers.PHONE)) {
            assertThat(town.gt("crew", "add", "max").code()).isZero();
            Path tree =
                    Path.of(
                            town.gt("crew", "list", "--json")
                                    .json()
                                    .get(0)
                                    .path("folder")
                                    .asText());
            town.model()
                    .once(
                            "please write a greeting",
                            new Answer.Calls(
                                    "write_file",
                                    Map.of(
                                            "file_path",
                                            tree.resolve("greeting.txt").toString(),
                                            "content",
                                            "good morning\n")))
                    .once(
                            "greeting.txt",
                            Qwen.run(
                                    "git add -A && git commit -q -m 'Greet' && git log -1 --oneline"))
                    .once("Greet", new Answer.Says("It is on my branch."))
                    .once("what does it say", Qwen.run("cat greeting.txt"))
                    .once("good morning", new Answer.Says("It wishes a good morning."))
                    .once("cut the rest", tool("create", Map.of("title", "Greet in French")))
                    .once("not on order", new Answer.Says("One bead is there."));
            Page page = phone.newPage();
            page.navigate(town.town().running().url().resolve("c/shop").toString());
            Locator posts = page.locator("#posts");

            say(page, "@max please write a greeting");
            assertThat(posts).containsText("max answers in its thread", patiently());
            page.getByText("Open thread").first().click();
            assertThat(posts).containsText("It is on my branch.", patiently());
            say(page, "And what does it say?");
            assertThat(posts).containsText("It wishes a good morning.", patiently());
            Browsers.picture(page, "phone-crew");

            assertThat(page.url()).contains("/m/hq-crew-shop-max");
            assertThat(TestTown.git(tree, "log", "-1", "--format=%an %s %D"))
                    .contains("max Greet", "crew/max");
            assertThat(town.filesOnMain()).doesNotContain("greeting.txt");
            assertThat(browsers.errors()).isEmpty();
            page.close();
            town.town().restart();
            assertThat(town.gt("crew", "talk", "max", "cut the rest into beads").out())
                    .contains("One bead is there.");
            assertThat(town.gt("ready", "shop").out()).contains("Greet in French");
            assertThat(town.gt("mq", "list", "--json").json()).isEmpty();
            assertThat(town.gt("crew", "list").out()).contains("max", "idle", "crew/max");
            assertThat(town.gt("crew", "remove", "max").err())
                    .contains("the tree of shop/crew/max holds unsaved work", "0 files");
            assertThat(tree.resolve("greeting.txt")).hasContent("good morning");
            takesItsSessionWithItsRig(town);
            assertThat(town.model().tools()).contains("mcp__town__create", "mcp__town__plan");
            assertThat(town.model().tools()).doesNotContain("mcp__town__done", "mcp__town__hook");
        }
    }

    private static void takesItsSessionWithItsRig(QwenTown town) {
        town.model().once("are you still there", new Answer.Says("I am."));
        assertThat(town.gt("crew", "talk", "max", "are you still there?").out()).contains("I am.");
        Matcher word =
                Pattern.compile("--discard ([a-z0-9]+)")
                        .matcher(town.gt("rig", "remove", "shop", "--drop-open").err());
        assertThat(word.find()).isTrue();
        assertThat(
                        town.gt("rig", "remove", "shop", "--drop-open", "--discard", word.group(1))
                                .out())
                .containsSubsequence(
                        "The session of max ends first.",
                        "Rig shop is removed, and with it its crew: max.");
    }

    private static void say(Page page, String text) {
        page.locator("#say").fill(text);
        page.locator("#say").press("Control+Enter");
        assertThat(page.locator("#posts")).containsText(text, patiently());
    }

    private static Answer tool(String name, Map<String, Object> arguments) {
        return new Answer.Calls("mcp__town__" + name, arguments);
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENT_MILLIS);
    }
}
