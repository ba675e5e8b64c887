package dev.townhall.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.ledger.Post;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The web town hall as people use it: a real Chromium in front of a real town. Playwright belongs
/// to one thread, so these tests run one after another.
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
@Tag("slow")
class BrowserTest {
    private static final String PLAN =
            """
            - [ ] Write the greeting
              ```sh
              sleep 1; echo hello > greeting.txt
              ```
            - [ ] Extend the list
              approval: required
              ```sh
              echo two >> list.txt
              ```
            - [ ] Sum up
              after: 1, 2
              ```sh
              wc -l list.txt greeting.txt > sum.txt
              ```
            """;
    private static final String SLOW_PLAN =
            """
            - [ ] Step one
              ```sh
              echo 1 > one.txt
              ```
            - [ ] Step two
              after: 1
              ```sh
              until [ -e FOLDER/go ]; do sleep 0.05; done; echo 2 > two.txt
              ```
            - [ ] Step three
              after: 2
              ```sh
              echo 3 > three.txt
              ```
            """;

    private Browsers browsers;
    private LiveTown town;
    private Path folder;

    @BeforeAll
    void findChromium() {
        boolean found = Browsers.chromium().isPresent();
        if (!found) {
            System.out.println(
                    "SKIPPED: no Chromium found, so nothing of the page is tested in a browser."
                            + " Install one, or name it in GT_CHROMIUM.");
        }
        assumeTrue(found, "no Chromium: set GT_CHROMIUM");
        browsers = new Browsers(Browsers.chromium().orElseThrow());
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    }

    @AfterAll
    void closeChromium() {
        if (browsers != null) {
            browsers.close();
        }
    }

    @BeforeEach
    void openTown(@TempDir Path folder) {
        this.folder = folder;
        town = new LiveTown(folder);
    }

    @AfterEach
    void closeTown() {
        town.close();
        assertThat(browsers.errors()).isEmpty();
        assertThat(browsers.requests()).allMatch(url -> url.startsWith("http://127.0.0.1:"));
    }

    @Test
    void onAPhoneAPlanIsTypedLaunchedApprovedAndLands() {
        try (BrowserContext phone = browsers.open(Browsers.PHONE)) {
            Page page = phone.newPage();
            page.navigate(town.url("/"));
            Browsers.picture(page, "phone-town");
            page.getByRole(AriaRole.MAIN).getByText("shop").first().tap();
            say(page, PLAN);
            Locator launch = page.locator("#posts").getByText("Launch", exact());
            assertThat(launch).isInViewport();
            mustFit(page, "plan");
            launch.tap();
            assertThat(launch).hasCount(0);

            page.reload();
            page.getByText("Open thread").tap();
            assertThat(page.locator(".to-inbox .count")).hasText("1 waiting for you", slow());
            mustFit(page, "thread");
            page.locator(".to-inbox").tap();
            Locator approve = page.locator("#posts").getByText("Approve", exact());
            assertThat(approve).isInViewport();
            mustFit(page, "approval");
            approve.tap();
            assertThat(approve).hasCount(0);
            assertThat(page.locator("#posts")).containsText("Landed", slowText());
            mustFit(page, "inbox");

            page.navigate(town.url("/t/" + town.convoy()));
            assertThat(page.locator("#posts")).containsText("3 of 3", slowText());
            mustFit(page, "landed");
            mustShowTheTranscriptOnce(page, new Conversation.ConvoyThread(town.convoy()));
        }
        assertThat(town.sh("git -C shop.git show main:sum.txt")).contains("3 total");
    }

    @Test
    void onAPhoneOneDecidesInTheThreadAndReadsLocalTimes() {
        Browser.NewContextOptions far =
                new Browser.NewContextOptions().setTimezoneId("Asia/Kathmandu").setLocale("de-DE");
        try (BrowserContext phone = browsers.open(Browsers.PHONE, far)) {
            Page page = phone.newPage();
            page.navigate(town.url("/c/shop"));
            say(page, "- [ ] One\n  approval: required\n  ```sh\n  echo 1 > one.txt\n  ```");
            page.locator("#posts").getByText("Launch", exact()).tap();
            openThread(page);
            Locator expires = page.locator(".here .fields time");
            assertThat(expires).not().containsText("UTC");
            assertThat(expires).hasAttribute("datetime", Pattern.compile("20[0-9-]+T[0-9:]+Z"));
            String told =
                    (String)
                            expires.evaluate(
                                    "e => new Intl.DateTimeFormat('de-DE', {hour: '2-digit',"
                                            + " minute: '2-digit', timeZone: 'Asia/Kathmandu'})"
                                            + ".format(new Date(e.dateTime))");
            assertThat(expires).containsText(told);
            mustFit(page, "thread-approval");

            page.locator(".here").getByText("Approve", exact()).tap();

            assertThat(page.locator(".here")).hasCount(0);
            assertThat(page.locator("#posts")).containsText("1 of 1");
            assertThat(page.locator("#posts")).containsText("Landed");
            page.navigate(town.url("/inbox"));
            assertThat(page.locator("#posts")).containsText("approved by ada at ");
            assertThat(page.locator("#posts")).not().containsText("UTC");
        }
    }

    @Test
    void nothingScrollsSidewaysOrInsideASmallBox() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            String path = "a-folder-with-a-long-name/".repeat(6);
            page.navigate(town.url("/c/shop"));
            say(
                    page,
                    "- [ ] Deep\n  approval: required\n  ```sh\n  mkdir -p %s && echo 1 > %sone.txt\n  ```"
                            .formatted(path, path));
            page.locator("#posts").getByText("Launch", exact()).click();
            assertThat(page.locator("#waiting")).containsText("one.txt");
            for (String address : List.of("/", "/c/shop", "/inbox", "/t/" + town.convoy())) {
                page.navigate(town.url(address));
                assertThat(
                                page.evaluate(
                                        "[...document.querySelectorAll('#hall *')]"
                                                + ".filter(e => /auto|scroll/.test("
                                                + "getComputedStyle(e).overflowX + getComputedStyle(e).overflowY))"
                                                + ".filter(e => e.scrollWidth > e.clientWidth + 1"
                                                + " || e.scrollHeight > e.clientHeight + 1)"
                                                + ".map(e => e.tagName + '.' + e.className + ' '"
                                                + " + e.scrollWidth + '/' + e.clientWidth + ' '"
                                                + " + e.scrollHeight + '/' + e.clientHeight)"))
                        .as(address)
                        .isEqualTo(List.of());
            }
        }
    }

    @Test
    void aRestartMidWayLosesAndDoublesNothing() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            say(page, SLOW_PLAN.replace("FOLDER", folder.toString()));
            page.locator("#posts").getByText("Launch", exact()).click();
            openThread(page);
            assertThat(page.locator("#posts")).containsText("1 of 3", slowText());
            page.evaluate("window.neverReloaded = true");
            page.locator("#say").fill("half a thought");

            int port = town.stop();
            assertThat(page.locator("#connection")).containsText("Reconnecting", slowText());
            Browsers.picture(page, "desk-reconnecting");
            town.sh("touch go");
            town.reopen(port);

            assertThat(page.locator("#posts")).containsText("3 of 3", slowText());
            assertThat(page.locator("#connection")).isEmpty();
            assertThat(page.locator("#say")).hasValue("half a thought");
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
            BeadId convoy = town.convoy();
            assertThat(page.locator("#posts")).containsText("Landed", slowText());
            mustShowTheTranscriptOnce(page, new Conversation.ConvoyThread(convoy));
            Browsers.picture(page, "desk-landed");
        }
    }

    @Test
    void aPageThatSleptCatchesUp() {
        try (BrowserContext desk = browsers.open(Browsers.DESK);
                BrowserContext other = browsers.open(Browsers.DESK)) {
            Page asleep = desk.newPage();
            asleep.navigate(town.url("/c/shop"));
            Page awake = other.newPage();
            awake.navigate(town.url("/c/shop"));
            desk.setOffline(true);
            say(awake, "status");
            assertThat(awake.locator("#posts li.mine")).hasCount(1);

            desk.setOffline(false);

            assertThat(asleep.locator("#posts li.mine")).hasCount(1, slowCount());
            mustShowTheTranscriptOnce(asleep, new Conversation.Channel(LiveTown.SHOP));
        }
    }

    @Test
    void twoBrowsersAtOnceSeeTheSameAndDecideOnce() {
        try (BrowserContext one = browsers.open(Browsers.DESK);
                BrowserContext two = browsers.open(Browsers.PHONE)) {
            Page desk = one.newPage();
            Page phone = two.newPage();
            desk.navigate(town.url("/c/shop"));
            phone.navigate(town.url("/c/shop"));
            say(desk, PLAN);
            assertThat(phone.locator("#posts").getByText("Launch", exact())).isVisible();
            Browsers.picture(desk, "desk-plan");

            desk.evaluate(
                    "[...document.querySelectorAll('#posts button')]"
                            + ".find(b => b.textContent === 'Launch').click()");
            phone.evaluate(
                    "[...document.querySelectorAll('#posts button')]"
                            + ".find(b => b.textContent === 'Launch')?.click()");

            assertThat(phone.locator("#waiting, .to-inbox .count").last())
                    .containsText("1", slowText());
            phone.navigate(town.url("/inbox"));
            desk.locator("#waiting").getByText("Approve", exact()).click();
            assertThat(phone.locator("#posts").getByText("Approve", exact()))
                    .hasCount(0, slowCount());
            phone.navigate(town.url("/t/" + town.convoy()));
            desk.navigate(town.url("/t/" + town.convoy()));
            assertThat(phone.locator("#posts")).containsText("Landed", slowText());
            assertThat(desk.locator("#posts")).containsText("Landed", slowText());
            Conversation thread = new Conversation.ConvoyThread(town.convoy());
            mustShowTheTranscriptOnce(phone, thread);
            mustShowTheTranscriptOnce(desk, thread);
            assertThat(desk.locator("#posts").getByText("Launched by ada")).hasCount(1);
        }
    }

    @Test
    void theKeyboardIsEnough() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            assertThat(page.locator("#say")).isFocused();
            page.keyboard().type("- [ ] By keyboard");
            page.keyboard().press("Shift+Enter");
            page.keyboard().type("  ```sh");
            page.keyboard().press("Shift+Enter");
            page.keyboard().type("  echo k > k.txt");
            page.keyboard().press("Shift+Enter");
            page.keyboard().type("  ```");
            page.keyboard().press("Enter");
            assertThat(page.locator("#posts").getByText("Launch", exact())).isVisible();
            assertThat(page.locator("#say")).isFocused();
            assertThat(page.locator("#say")).hasValue("");

            tabBackTo(page, "Drop");
            page.keyboard().press("Enter");
            assertThat(page.locator("details.ask[open] form button")).isFocused();
            Browsers.picture(page, "desk-confirm");
            page.keyboard().press("Escape");
            assertThat(page.locator("details.ask[open]")).hasCount(0);
            tabBackTo(page, "Edit");
            page.keyboard().press("Enter");
            assertThat(page.locator("details.edit textarea")).isFocused();
            assertThat(page.locator("details.edit textarea"))
                    .hasValue(Pattern.compile("By keyboard[\\s\\S]*echo k"));
            Browsers.picture(page, "desk-edit");
            page.keyboard().press("Escape");
            tabBackTo(page, "Launch");
            page.keyboard().press("Enter");
            assertThat(page.locator("#posts")).containsText("1 of 1", slowText());

            page.navigate(town.url("/c/shop"));
            assertThat(page.evaluate("document.querySelector('a, button, textarea').className"))
                    .isEqualTo("skip");
            page.locator(".skip").focus();
            assertThat(page.locator(".skip")).isInViewport();
            page.keyboard().press("Enter");
            assertThat(page.locator("#say")).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.locator("#composer button")).isFocused();
        }
    }

    @Test
    void aPlanIsEditedWhereItStands() {
        try (BrowserContext phone = browsers.open(Browsers.PHONE)) {
            Page page = phone.newPage();
            page.navigate(town.url("/c/shop"));
            say(page, "- [ ] First thought\n  ```sh\n  true\n  ```");
            page.locator("#posts").getByText("Edit", exact()).tap();
            Locator entry = page.locator("details.edit textarea");
            entry.fill("- [ ] Second thought\n  ```sh\n  echo x > x.txt\n  ```");
            mustFit(page, "edit");
            page.locator("details.edit").getByText("Save", exact()).tap();

            assertThat(page.locator("#posts .card")).containsText("Second thought");
            assertThat(page.locator("#posts .card")).not().containsText("First thought");
        }
    }

    @Test
    void hostileTextStaysText() {
        String hostile =
                "<script>window.pwned=1</script><img src=x onerror=\"window.pwned=2\">"
                        + " [x](javascript:window.pwned=3) \u202Egnp.exe ${7*7} {{7*7}} <!-- \"'>";
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            List<String> dialogs = new ArrayList<>();
            page.onDialog(dialog -> dialogs.add(dialog.message()));
            page.navigate(town.url("/c/shop"));
            say(page, "@Mayor " + hostile);
            assertThat(page.locator("#posts li.mine")).containsText("<script>window.pwned=1");
            say(page, "- [ ] " + hostile.replace("\u202E", "") + "\n  ```sh\n  true\n  ```");
            assertThat(page.locator("#posts .card")).containsText("<script>window.pwned=1");
            page.reload();
            afterAnImageThatIsNotThere(page);

            assertThat(page.evaluate("window.pwned === undefined")).isEqualTo(true);
            assertThat(page.locator("#hall script, #hall img, #hall [onerror]")).hasCount(0);
            assertThat(page.locator("#posts a[href^='javascript']")).hasCount(0);
            assertThat(dialogs).isEmpty();
            Browsers.picture(page, "desk-hostile");
        }
    }

    /// What an image of the page that cannot be loaded would have set off has happened then.
    private static void afterAnImageThatIsNotThere(Page page) {
        page.evaluate(
                "() => new Promise(done => { const image = new Image();"
                        + " image.onerror = () => setTimeout(done); image.src = '/not-there'; })");
    }

    @Test
    void aSecondTapIsNoSecondMessage() {
        try (BrowserContext phone = browsers.open(Browsers.PHONE)) {
            Page page = phone.newPage();
            page.navigate(town.url("/c/shop"));
            page.locator("#say").fill("status");

            page.evaluate(
                    "const f = document.getElementById('composer');"
                            + " f.requestSubmit(); f.requestSubmit(); f.requestSubmit();");

            assertThat(page.locator("#posts li.mine")).hasCount(1);
            page.reload();
            assertThat(page.locator("#posts li.mine")).hasCount(1);
        }
    }

    @Test
    void aMessageSentWhileTheTownIsAwayIsKeptAndSentOnceLater() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            int port = town.stop();
            say(page, "status");
            assertThat(page.locator("#trouble")).containsText("cannot be reached");
            assertThat(page.locator("#outbox li")).hasText("status" + "not sent yet");
            page.locator("#say").fill("half a thought");
            Browsers.picture(page, "desk-away");

            town.reopen(port);

            assertThat(page.locator("#posts li.mine")).hasCount(1);
            assertThat(page.locator("#outbox li")).hasCount(0);
            assertThat(page.locator("#trouble")).isEmpty();
            assertThat(page.locator("#say")).hasValue("half a thought");
        }
    }

    @Test
    void whatIsTypedWhileAMessageIsUnderWayIsKeptAndSentAfterIt() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            List<Route> held = new ArrayList<>();
            page.route("**/say", held::add);
            say(page, "first");
            page.waitForCondition(() -> held.size() == 1);
            say(page, "second");
            page.locator("#say").fill("a third thought");
            assertThat(page.locator("#outbox li")).hasCount(2);

            // The post comes by the stream before its own answer does.
            APIResponse early = held.getFirst().fetch();
            assertThat(page.locator("#posts li.mine .words")).hasText("first");
            assertThat(page.locator("#say")).hasValue("a third thought");
            page.unroute("**/say");
            held.getFirst().fulfill(new Route.FulfillOptions().setResponse(early));

            assertThat(page.locator("#outbox li")).hasCount(0);
            assertThat(page.locator("#posts li.mine .words"))
                    .hasText(new String[] {"first", "second"});
            assertThat(page.locator("#say")).hasValue("a third thought");
            page.reload();
            assertThat(page.locator("#posts li.mine .words"))
                    .hasText(new String[] {"first", "second"});
            assertThat(page.locator("#say")).hasValue("a third thought");
        }
    }

    @Test
    void aMessageWhoseAnswerIsLostIsStillOne() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            page.route(
                    "**/say",
                    route -> {
                        route.fetch();
                        page.unroute("**/say");
                        route.abort();
                    });

            say(page, "status");

            assertThat(page.locator("#posts li.mine")).hasCount(1);
            assertThat(page.locator("#outbox li")).hasCount(0);
            page.reload();
            assertThat(page.locator("#posts li.mine")).hasCount(1);
        }
    }

    @Test
    void whatTheTownRefusesGoesBackIntoTheMessageBox() {
        try (BrowserContext desk = browsers.open(Browsers.DESK)) {
            Page page = desk.newPage();
            page.navigate(town.url("/c/shop"));
            page.evaluate("document.body.dataset.formToken = 'of another session'");

            say(page, "status");

            assertThat(page.locator("#trouble")).containsText("no longer valid");
            assertThat(page.locator("#say")).hasValue("status");
            page.reload();
            page.locator("#say").press("Enter");
            assertThat(page.locator("#posts li.mine")).hasCount(1);
            assertThat(page.locator("#say")).hasValue("");
        }
    }

    @Test
    void withoutScriptOneStillReadsSendsAndDecides() {
        Browser.NewContextOptions plain =
                new Browser.NewContextOptions().setJavaScriptEnabled(false);
        try (BrowserContext phone = browsers.open(Browsers.PHONE, plain)) {
            Page page = phone.newPage();
            page.navigate(town.url("/c/shop"));
            say(page, "- [ ] Without script\n  ```sh\n  echo p > p.txt\n  ```");
            page.locator("#posts").getByText("Drop", exact()).tap();
            page.locator("#posts").getByText("Yes, drop").tap();

            assertThat(page.locator("#posts .card")).containsText("dropped");
            assertThat(page.locator("#posts .card .buttons form")).hasCount(0);
        }
    }

    @Test
    void everyTextIsReadableInLightAndDark() {
        try (BrowserContext first = browsers.open(Browsers.DESK)) {
            Page page = first.newPage();
            page.navigate(town.url("/c/shop"));
            say(page, PLAN);
            page.locator("#posts").getByText("Launch", exact()).click();
            assertThat(page.locator("#waiting")).containsText("Approve", slowText());
            say(page, "nonsense `code`");
        }
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(Browsers.PHONE, Browsers.DESK)) {
                Browser.NewContextOptions options =
                        new Browser.NewContextOptions().setColorScheme(scheme);
                try (BrowserContext context = browsers.open(width, options)) {
                    Page page = context.newPage();
                    for (String path : List.of("/", "/c/shop", "/inbox", "/t/" + town.convoy())) {
                        page.navigate(town.url(path));
                        assertThat(page.locator("body")).isVisible();
                        Object poor = page.evaluate(Contrast.SCRIPT);
                        assertThat(poor)
                                .as("contrast below 4.5 at %s, %s, %s", path, scheme, width)
                                .isEqualTo(List.of());
                        String name =
                                path.equals("/")
                                        ? "town"
                                        : path.substring(
                                                1,
                                                path.indexOf('/', 1) < 0
                                                        ? path.length()
                                                        : path.indexOf('/', 1));
                        Browsers.picture(page, name + "-" + width + "-" + scheme);
                    }
                }
            }
        }
    }

    /// By keyboard: what is launched moves under the finger as it changes.
    private static void openThread(Page page) {
        assertThat(page.locator("#posts").getByText("Launch", exact())).hasCount(0);
        page.getByText("Open thread").press("Enter");
        page.waitForURL("**/t/**");
    }

    private static void say(Page page, String text) {
        page.locator("#say").fill(text);
        page.locator("#composer button").click();
    }

    /// Nothing sticks out sideways, and what one taps is large enough for a thumb.
    private static void mustFit(Page page, String name) {
        Browsers.picture(page, "phone-" + name);
        assertThat(page.evaluate("document.scrollingElement.scrollWidth"))
                .isEqualTo(Browsers.PHONE);
        assertThat(
                        page.evaluate(
                                "[...document.querySelectorAll('button, summary, .bar a, .place')]"
                                        + ".filter(e => e.checkVisibility() && e.offsetHeight > 1)"
                                        + ".filter(e => e.getBoundingClientRect().height < 43.5)"
                                        + ".map(e => e.textContent.trim())"))
                .isEqualTo(List.of());
    }

    /// Shift+Tab until what has the focus says `words`.
    private static void tabBackTo(Page page, String words) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Shift+Tab");
            if (words.equals(page.evaluate("document.activeElement.textContent.trim()"))) {
                return;
            }
        }
        throw new AssertionError("No way to " + words + " by keyboard.");
    }

    /// Every post of the conversation is on the page once, in order and in its newest revision.
    private void mustShowTheTranscriptOnce(Page page, Conversation conversation) {
        List<Post> posts = new ArrayList<>(town.ledger().posts(conversation.key(), 0, 1_000));
        if (conversation instanceof Conversation.Channel) {
            town.ledger().conversations(100).stream()
                    .filter(key -> key.startsWith("thread:"))
                    .map(key -> new BeadId(key.substring("thread:".length())))
                    .flatMap(id ->
                            town.ledger().read(view -> view.post(ConvoyCard.key(id))).stream())
                    .forEach(posts::add);
        }
        posts.sort(Comparator.comparingLong(Post::seq));
        List<String> expected =
                posts.stream().map(post -> post.seq() + "/" + post.revision()).toList();
        assertThat(page.locator("#posts li.post[data-revision]").last()).isAttached();
        page.waitForFunction(
                "expected => JSON.stringify([...document.querySelectorAll('#posts li.post')]"
                        + ".map(e => e.dataset.seq + '/' + e.dataset.revision))"
                        + " === JSON.stringify(expected)",
                expected);
    }

    private static Locator.GetByTextOptions exact() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static LocatorAssertions.HasTextOptions slow() {
        return new LocatorAssertions.HasTextOptions().setTimeout(60_000);
    }

    private static LocatorAssertions.ContainsTextOptions slowText() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    }

    private static LocatorAssertions.HasCountOptions slowCount() {
        return new LocatorAssertions.HasCountOptions().setTimeout(60_000);
    }
}
