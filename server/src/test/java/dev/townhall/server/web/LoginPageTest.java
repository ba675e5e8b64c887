package dev.townhall.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page one meets first from elsewhere, in a real browser.
@Tag("slow")
class LoginPageTest {
    private static final String ADA = "ada-0123456789abcdef0123";

    @Test
    void theLoginFitsIsReadableAndLetsOneInAfterAWrongToken(@TempDir Path folder) {
        Optional<Path> chromium = Browsers.chromium();
        assumeTrue(chromium.isPresent(), "no Chromium: set GT_CHROMIUM");
        List<WebSettings.Login> logins = List.of(new WebSettings.Login("ada", ADA));
        WebSettings settings =
                new WebSettings("127.0.0.1", 0, logins, Optional.empty(), folder, ZoneOffset.UTC);
        try (TownServer server =
                        TownServer.start(settings, ScriptedTown.fresh().doors(), new WebChat());
                Browsers browsers = new Browsers(chromium.orElseThrow())) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : List.of(Browsers.PHONE, Browsers.DESK)) {
                    Browser.NewContextOptions options =
                            new Browser.NewContextOptions().setColorScheme(scheme);
                    try (BrowserContext context = browsers.open(width, options)) {
                        login(context.newPage(), server.port(), width, scheme);
                    }
                }
            }
            assertThat(browsers.errors()).isEmpty();
        }
    }

    private static void login(Page page, int port, int width, ColorScheme scheme) {
        String name = "login-" + width + "-" + scheme;
        page.navigate("http://127.0.0.1:" + port + "/c/shop");
        assertThat(page.locator("#login-token")).isFocused();
        mustFit(page, name);

        page.locator("#login-token").fill("wrong-0123456789abcdef");
        page.getByText("Log in").last().click();
        assertThat(page.locator("#problem")).isVisible();
        mustFit(page, name + "-refused");

        page.locator("#login-token").fill(ADA);
        page.keyboard().press("Enter");
        page.waitForURL("**/c/shop");
    }

    private static void mustFit(Page page, String name) {
        Browsers.picture(page, name);
        assertThat(page.evaluate(Contrast.SCRIPT)).as("poor contrast").isEqualTo(List.of());
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth > innerWidth"
                                        + " || document.documentElement.scrollHeight > innerHeight"))
                .as("it scrolls")
                .isEqualTo(false);
        assertThat(
                        page.evaluate(
                                "[...document.querySelectorAll('input:not([type=hidden]), button')]"
                                        + ".filter(e => e.offsetHeight < 37.5 || parseFloat("
                                        + "getComputedStyle(e).fontSize) < 15.5).map(e => e.name)"))
                .as("too small to tap, or a phone zooms in")
                .isEqualTo(List.of());
    }
}
