package dev.townhall.server.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ScreenshotCaret;
import dev.townhall.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real Chromium. What a page logs as an error, and every address it asks for, is kept.
public final class Browsers implements AutoCloseable {
    public static final int PHONE = 390;
    public static final int DESK = 1400;

    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");
    private static final List<String> PLACES =
            List.of(
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                    "/usr/bin/google-chrome-stable",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private static final int DRIVER_TRIES = 10;

    public Browsers(Path chromium) {
        playwright =
                created(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(FLAGS));
    }

    /// The Chromium named by GT_CHROMIUM, else one in its usual place.
    public static Optional<Path> chromium() {
        String named = System.getenv("GT_CHROMIUM");
        if (named != null && !Files.isExecutable(Path.of(named))) {
            throw new AssertionError("GT_CHROMIUM names " + named + ", which cannot be run.");
        }
        return Stream.concat(Stream.ofNullable(named), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// A browser of its own, as wide as given; a phone has a touch screen.
    public BrowserContext open(int width) {
        return open(width, new Browser.NewContextOptions());
    }

    BrowserContext open(int width, Browser.NewContextOptions options) {
        boolean phone = width == PHONE;
        BrowserContext context =
                browser.newContext(
                        options.setViewportSize(width, phone ? 844 : 900)
                                .setIsMobile(phone)
                                .setHasTouch(phone));
        context.setDefaultTimeout((double) Patience.PATIENCE.toMillis());
        context.addInitScript(
                "document.addEventListener('securitypolicyviolation', e => console.error("
                        + "'refused', e.effectiveDirective, e.sample,"
                        + " e.target.outerHTML?.slice(0, 300)))");
        context.onRequest(request -> requests.add(request.url()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text() + " at " + message.location());
            }
        });
        context.onWebError(error -> errors.add(error.error()));
        return context;
    }

    /// What pages logged as errors since the last call, without requests that failed: that is told
    /// on the page, where the tests look for it.
    public List<String> errors() {
        List<String> seen =
                errors.stream()
                        .filter(error -> !error.startsWith("Failed to load resource"))
                        .filter(error -> !error.contains("net::ERR_"))
                        .filter(error -> !error.startsWith("htmx:"))
                        .filter(error -> !error.startsWith("Response Status Error Code"))
                        .toList();
        errors.clear();
        return seen;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    /// A picture for people, in `target/screenshots`.
    public static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        // Hiding the caret leaves a style attribute behind, which the page refuses.
                        .setCaret(ScreenshotCaret.INITIAL)
                        .setPath(Path.of("target", "screenshots", name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /// Playwright writes its driver and starts it at once; while another thread of this process
    /// forks, the system may take it for a file that is still written.
    private static Playwright created(Playwright.CreateOptions options) {
        for (int tried = 1; ; tried++) {
            try {
                return Playwright.create(options);
            } catch (PlaywrightException e) {
                boolean busy = String.valueOf(e.getCause()).contains("Text file busy");
                if (!busy || tried == DRIVER_TRIES) {
                    throw e;
                }
            }
        }
    }
}
