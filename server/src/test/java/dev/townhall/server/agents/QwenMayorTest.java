package dev.townhall.server.agents;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.web.Browsers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A person talks from a phone with a mayor that is a real agent.
@Tag("slow")
@Timeout(400)
@Execution(ExecutionMode.SAME_THREAD)
class QwenMayorTest {
    private static final double PATIENT_MILLIS = 180_000;

    @Test
    void itSaysWhereThingsStandAndPlansWithoutLaunching(@TempDir Path folder) {
        assumeTrue(Browsers.chromium().isPresent(), "no Chromium: set GT_CHROMIUM");
        try (QwenTown town = new QwenTown(folder);
                Browsers browsers = new Browsers(Browsers.chromium().orElseThrow());
                BrowserContext phone = browsers.open(Browsers.PHONE)) {
            town.model()
                    .once("where does it stand", tool("status", Map.of()))
                    .once("Rig shop: ready", new Answer.Says("Nothing is under way in shop."))
                    .once(
                            "plan a greeting",
                            tool(
                                    "plan",
                                    Map.of(
                                            "text",
                                            "- [ ] Greet in English\n- [ ] Greet in French  after: 1")))
                    .once("Planned as hq-cv-", new Answer.Says("The plan is ready for you."));
            Page page = phone.newPage();
            page.navigate(town.town().running().url().resolve("c/shop").toString());
            Locator posts = page.locator("#posts");

            say(page, "Tell me where does it stand with the shop?");
            assertThat(posts).containsText("Nothing is under way in shop.", patiently());
            say(page, "Please plan a greeting in two languages");
            assertThat(posts).containsText("The plan is ready for you.", patiently());
            Browsers.picture(page, "phone-mayor");

            assertThat(posts).containsText("Greet in French");
            assertThat(posts).containsText("Launch");
            assertThat(town.gt("convoy", "list", "--json").json())
                    .singleElement()
                    .extracting(convoy -> convoy.path("state").asText())
                    .isEqualTo("staged");
            assertThat(town.gt("mq", "list", "--json").json()).isEmpty();
            assertThat(town.model().tools()).contains("mcp__town__plan", "mcp__town__status");
            assertThat(town.model().tools()).doesNotContain("mcp__town__done");
            assertThat(browsers.errors()).isEmpty();
        }
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
