package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases as people work on them, in a real browser; pictures go to {@code target/screenshots}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasePagesTest {
    private static final String FOCUSED =
            "() => { const e = document.activeElement; return e.getAttribute('aria-label')"
                    + " ?? (e.labels?.length ? e.labels[0].childNodes[0].textContent : e.textContent).trim(); }";
    private static final String UNSEEN = "() => { const e = document.activeElement, s = getComputedStyle(e), r ="
            + " e.getBoundingClientRect(); if (e === document.body) return ''; return s.outlineStyle !== 'none' &&"
            + " parseFloat(s.outlineWidth) >= 2 && r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight"
            + " && r.right > 0 && r.left < innerWidth ? '' : e.outerHTML; }";

    private TestServer server;
    private TestBrowser browser;
    private Person ada;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        browser = TestBrowser.startOrSkip();
        server = TestServer.start(folder.resolve("data"), Map.of());
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        Client owner = Client.of(server, "olga", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        owner.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        owner.put("/api/projects/shop/rollout", Map.of("file", SampleRollout.file("shop")));
        for (String title : List.of("The copy takes all night", "Who may drop a column?")) {
            assertThat(owner.post(
                                    "/api/projects/shop/rollout/cases",
                                    Map.of("title", title, "text", "It began with 1.2.0.\nSince then it waits."))
                            .status())
                    .isEqualTo(201);
        }
        ada = server.person("ada", Role.TEAM_LEAD);
    }

    @AfterAll
    void stop() {
        server.close();
        browser.close();
    }

    private BrowserContext visitor(Person person, ColorScheme colors, int width) {
        BrowserContext visitor = browser.visitor(colors, width, true);
        visitor.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        return visitor;
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void look(Page page, String path, String name) {
        page.navigate(server.url(path).toString());
        assertThat(TestBrowser.faults(page)).as(path).isEmpty();
        TestBrowser.picture(page, name);
    }

    @Test
    void eachTierFindsItsCasesAndHandsThemOn() {
        Person dora = server.person("dora", Role.DBA);
        try (BrowserContext lead = visitor(ada, ColorScheme.LIGHT, 1200);
                BrowserContext dba = visitor(dora, ColorScheme.DARK, 390)) {
            Page page = lead.newPage();
            look(page, "/cases", "cases-lead");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Case #1"))
                    .click();
            press(page, "Acknowledge");
            page.getByText("Escalate it").click();
            page.getByLabel("What the next tier must know").fill("It is the copy of orders.");
            press(page, "Escalate");
            assertThat(page.getByText("escalated it to L2")).isVisible();
            look(page, "/projects/shop/rollout/cases/1", "case-lead");

            Page other = dba.newPage();
            look(other, "/cases", "cases-dba-390-dark");
            assertThat(other.getByRole(AriaRole.MAIN)).not().containsText("Who may drop");
            other.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Case #1"))
                    .click();
            press(other, "Acknowledge");
            look(other, "/projects/shop/rollout/cases/1", "case-dba-390-dark");
            other.getByText("Resolve it").click();
            other.getByLabel("What helped").fill("An index.");
            other.locator("#resolve-cause").fill("missing index");
            other.locator("#resolve-knowledge").fill("javascript:alert(1)");
            press(other, "Resolve");
            assertThat(other.getByRole(AriaRole.ALERT)).containsText("A link begins with https://");
            assertThat(other.getByLabel("What helped")).hasValue("An index.");
            other.locator("#resolve-cause").fill("missing index");
            other.locator("#resolve-knowledge").fill("https://docs.example.org/indexes");
            press(other, "Resolve");
            assertThat(other.getByText("missing index").first()).isVisible();
            look(other, "/projects/shop/rollout/meetings", "meetings-dba-390-dark");
        }
        Person rita = server.person("rita", Role.RELEASE_MANAGER);
        try (BrowserContext manager = visitor(rita, ColorScheme.LIGHT, 1200);
                BrowserContext small = visitor(rita, ColorScheme.LIGHT, 390)) {
            Page page = manager.newPage();
            page.navigate(server.url("/projects/shop/rollout/meetings").toString());
            page.getByLabel("Decision", new Page.GetByLabelOptions().setExact(true))
                    .fill("Copies run at night only.");
            press(page, "Write it down");
            look(page, "/projects/shop/rollout/meetings", "meetings-manager");
            page.navigate(server.url("/projects/shop/rollout").toString());
            press(page, "Prove support");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText("Proof that support works");
            look(page, "/projects/shop/rollout", "rollout-support");
            look(small.newPage(), "/projects/shop/rollout", "rollout-support-390");
        }
    }

    /** From the list to a note on a case with the tabulator and Enter, always seeing where one is. */
    @ParameterizedTest
    @CsvSource({"LIGHT, 1200", "DARK, 390"})
    void acknowledgedAndNotedByKeyboardAlone(ColorScheme colors, int width) throws Exception {
        String name = width + "-" + colors.name().toLowerCase(Locale.ROOT);
        Client caller = Client.of(server, "ben-" + name, Role.TEAM_LEAD);
        String title = "By keyboard " + name;
        long number = caller.post("/api/projects/shop/rollout/cases", Map.of("title", title))
                .json()
                .path("number")
                .asLong();
        try (BrowserContext lead = visitor(ada, colors, width)) {
            Page page = lead.newPage();
            look(page, "/cases?whose=tier", "cases-" + name);
            tabTo(page, "Case #" + number);
            TestBrowser.picture(page, "cases-focus-" + name);
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText(title);
            tabTo(page, "Acknowledge");
            page.keyboard().press("Enter");
            assertThat(page.getByText("acknowledged it")).isVisible();
            tabTo(page, "Add a note");
            page.keyboard().press("Enter");
            tabTo(page, "Note");
            page.keyboard().type("It is " + name + ".");
            tabTo(page, "Add it");
            TestBrowser.picture(page, "case-focus-" + name);
            page.keyboard().press("Enter");
            assertThat(page.getByText("It is " + name + ".")).isVisible();
            assertThat(page.locator(".facts").getByText("open", new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(TestBrowser.faults(page)).isEmpty();
        }
    }

    /** @param name as it is read out: a label, or what stands on it */
    private static void tabTo(Page page, String name) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            String problem = String.valueOf(page.evaluate(UNSEEN));
            assertThat(problem).as("focus that cannot be seen").isEmpty();
            if (name.equals(page.evaluate(FOCUSED))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + name);
    }
}
