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
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first deployment for those who have no script, or no mouse: a real server, a real browser. */
class ConsoleTest {
    private static TestBrowser browser;

    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;
    private BrowserContext visitor;

    @BeforeAll
    static void open() {
        browser = TestBrowser.startOrSkip();
    }

    @AfterAll
    static void shut() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        shop = SampleProject.make(folder.resolve("shop"));
        shop.script("002_order", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
    }

    @AfterEach
    void stop() {
        if (visitor != null) {
            visitor.close();
        }
        server.close();
    }

    @Test
    void theFirstDeploymentWithoutScript() {
        Page page = page(false);
        setUp(page);
        register(page);
        giveDeveloper(page);
        handIn(page);
        page.getByRole(AriaRole.BUTTON, button("Look at the forecast")).click();
        page.getByRole(AriaRole.BUTTON, button("Deploy to dev")).click();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!page.locator(".lead .state").innerText().equals("completed") && System.nanoTime() < end) {
            page.waitForTimeout(200);
            page.reload();
        }
        assertThat(page.locator(".lead .state")).hasText("completed");
        assertThat(page.getByText("Forecast against reality")).isVisible();
    }

    @Test
    void theFirstDeploymentByKeyboardAlone() {
        Page page = page(true);
        page.navigate(server.server().setUpLink().orElseThrow().toString());
        // The first field gets the focus by itself, a moment after the page is there; keys pressed earlier go nowhere.
        assertThat(page.getByLabel("Name to sign in with")).isFocused();
        page.keyboard().type("ann");
        type(page, "Your full name", "Ann Example");
        type(page, "Password", TestServer.PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, heading("Pipelines"))).isVisible();
        press(page, "Register a project");
        assertThat(page.getByRole(AriaRole.HEADING, heading("Register a project")))
                .isVisible();
        reach(page, "definition");
        page.keyboard().press("Control+A");
        page.keyboard().insertText(shop.definition("shop"));
        press(page, "Register");
        assertThat(page.getByRole(AriaRole.HEADING, heading("shop"))).isVisible();
        giveDeveloper(page);
        handIn(page);
        press(page, "Look at the forecast");
        assertThat(page.getByRole(AriaRole.HEADING, heading("Forecast"))).isVisible();
        press(page, "Deploy to dev");
        assertThat(page.locator(".lead .state")).hasText("completed", waiting());
    }

    @Test
    void nobodySignedInIsSentToTheFormAndBack() {
        Person person = server.person("vic", Role.VIEWER);
        Page page = page(true);
        page.navigate(url("/approvals"));
        page.getByLabel("Name").fill(person.name());
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        page.getByRole(AriaRole.BUTTON, button("Sign in")).click();
        assertThat(page.url()).endsWith("/approvals");
    }

    private Page page(boolean script) {
        visitor = browser.visitor(ColorScheme.LIGHT, 1200, script);
        return visitor.newPage();
    }

    private void setUp(Page page) {
        page.navigate(server.server().setUpLink().orElseThrow().toString());
        page.getByLabel("Name to sign in with").fill("ann");
        page.getByLabel("Your full name").fill("Ann Example");
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        page.getByRole(AriaRole.BUTTON, button("Create my account")).click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Pipelines"))).isVisible();
    }

    private void register(Page page) {
        page.navigate(url("/projects/new"));
        page.locator("#definition").fill(shop.definition("shop"));
        page.locator("#trustedKeys").fill(shop.publicKey());
        page.getByRole(AriaRole.BUTTON, button("Register")).click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("shop"))).isVisible();
    }

    /** An administrator deploys nothing: she gives herself the role that may. */
    private void giveDeveloper(Page page) {
        page.navigate(url("/people"));
        if (page.locator("details summary").count() > 0) {
            page.locator("details summary").first().focus();
            page.keyboard().press("Enter");
        }
        Locator form = page.locator("form[action$='/people/ann/roles']");
        form.locator("select[name=role]").selectOption("developer");
        form.locator("button").focus();
        page.keyboard().press("Enter");
        assertThat(page.getByText("developer everywhere")).isVisible();
    }

    private void handIn(Page page) {
        page.navigate(url("/projects/shop"));
        page.locator("#file").setInputFiles(shop.pack());
        page.getByRole(AriaRole.BUTTON, button("Hand in")).focus();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, heading("1.0.0"))).isVisible();
    }

    /** Moves with the tabulator until that is reached which a person would look for. */
    private static void reach(Page page, String id) {
        for (int i = 0; i < 60; i++) {
            if (page.evaluate("document.activeElement.id").equals(id)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + id);
    }

    private static void press(Page page, String name) {
        for (int i = 0; i < 60; i++) {
            if (name.equals(page.evaluate("document.activeElement.textContent.trim()"))) {
                page.keyboard().press("Enter");
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + name);
    }

    private static void type(Page page, String label, String text) {
        reach(page, String.valueOf(page.getByLabel(label).getAttribute("id")));
        page.keyboard().type(text);
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name).setLevel(1);
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions waiting() {
        return new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions().setTimeout(60_000);
    }
}
