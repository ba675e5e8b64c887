package dev.townhall.server.agents;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.web.Browsers;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent asks for permission, and a person answers it from a phone.
@Tag("slow")
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class QwenInboxTest {
    private static final double PATIENT_MILLIS = 180_000;

    @Test
    void whatAPersonAllowsOnThePhoneTheAgentGoesOnWith(@TempDir Path folder) {
        assumeTrue(Browsers.chromium().isPresent(), "no Chromium: set GT_CHROMIUM");
        try (QwenTown town = new QwenTown(folder);
                Browsers browsers = new Browsers(Browsers.chromium().orElseThrow());
                BrowserContext phone = browsers.open(Browsers.PHONE)) {
            town.model()
                    .once("On your hook", Qwen.run("git push --dry-run . HEAD:refs/heads/x"))
                    .once("refs/heads/x", town.write("pushed.txt", "allowed"))
                    .once("pushed.txt", Qwen.done("pushed as asked"))
                    .always("claimed done", new Answer.Says("Done."));

            String bead = town.sling("Push it");
            String asked = town.asked("approval").path("id").asText();
            Page page = phone.newPage();
            page.navigate(town.town().running().url().resolve("inbox").toString());
            Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("git push"));
            assertThat(card).containsText("nux", patiently());
            assertThat(card).containsText("git push --dry-run . HEAD:refs/heads/x");
            assertThat(card).containsText(bead);
            for (String button : new String[] {"Allow once", "Always", "Deny"}) {
                assertThat(button(card, button)).isVisible();
            }
            Browsers.picture(page, "phone-permission");
            button(card, "Allow once").tap();
            town.merged(bead);
            Browsers.picture(page, "phone-permission-given");

            assertThat(town.onMain("pushed.txt")).contains("allowed");
            assertThat(town.lastCommit()).contains("nux", "Bead: " + bead);
            assertThat(town.told()).contains("Merged " + bead);
            assertThat(town.gt("events").out()).contains(asked);
            assertThat(town.leaks()).isEmpty();
            assertThat(browsers.errors()).isEmpty();
        }
    }

    private static Locator button(Locator card, String name) {
        return card.getByRole(
                AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENT_MILLIS);
    }
}
