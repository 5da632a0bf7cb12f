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
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Set-up links as people see them, in a real browser. */
class SetUpLinkPagesTest {
    private TestServer server;
    private Person root;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.reachable(Clock.systemUTC(), folder.resolve("data"));
        root = server.person("root", Role.ADMINISTRATOR);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoIsAddedWithoutAPasswordChoosesOneByTheLinkThatIsShownOnce() {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page people = administrator(browser);
            people.getByLabel("Name to sign in with").fill("pat");
            people.getByLabel("Full name").fill("Pat Doe");
            people.getByRole(AriaRole.BUTTON, button("Add").setExact(true)).click();
            String first = people.locator("[data-secret]").textContent();
            assertThat(row(people, "pat")).containsText("has a set-up link, and no password yet");
            TestBrowser.seen(people, "set-up-link-shown");
            people.navigate(server.url("/people").toString());
            assertThat(people.locator("[data-secret]")).hasCount(0);

            // by keyboard: a newer one
            people.getByRole(AriaRole.BUTTON, button("Show a set-up link for pat"))
                    .focus();
            people.keyboard().press("Enter");
            String second = people.locator("[data-secret]").textContent();
            assertThat(second).isNotEqualTo(first);

            Page pat = browser.visitor(ColorScheme.LIGHT, 1200, true).newPage();
            pat.navigate(first);
            assertThat(pat.locator("#content")).containsText("not good any more");
            pat.navigate(second);
            assertThat(pat.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Choose a password")))
                    .isVisible();
            assertThat(pat.locator("#content")).containsText("Pat Doe");
            TestBrowser.seen(pat, "choose-a-password");
            pat.getByLabel("Password").fill("aaaaaaaaaaaaaaaa");
            pat.getByRole(AriaRole.BUTTON, button("Take this password")).click();
            assertThat(pat.getByRole(AriaRole.ALERT)).containsText("too easy to guess");
            pat.getByLabel("Password").fill("four quiet otters row");
            pat.getByRole(AriaRole.BUTTON, button("Take this password")).click();
            assertThat(pat.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Pipelines")))
                    .isVisible();

            people.navigate(server.url("/people").toString());
            assertThat(row(people, "pat")).not().containsText("no password yet");
        }
    }

    @Test
    void withAMailServerItIsMailedUnlessItIsToBeShown() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip();
                TestMail mail = new TestMail()) {
            mail.setUp(Client.of(server, "golo", Role.ADMINISTRATOR));
            Page people = administrator(browser);
            people.getByLabel("Name to sign in with").fill("pat");
            people.getByLabel("Full name").fill("Pat Doe");
            people.getByLabel("E-mail").fill("pat@example.org");
            people.getByRole(AriaRole.BUTTON, button("Add").setExact(true)).click();
            assertThat(people.locator(".good")).containsText("goes to pat@example.org");
            assertThat(people.locator("[data-secret]")).hasCount(0);
            assertThat((String) mail.letter("pat@example.org", "Slipway: choose your password")
                            .getContent())
                    .contains(server.url("/setup?secret=").toString());
            TestBrowser.seen(people, "set-up-link-mailed");
            people.getByRole(AriaRole.BUTTON, button("Show a set-up link for pat"))
                    .click();
            assertThat(people.locator("[data-secret]")).hasCount(1);
            people.getByRole(AriaRole.BUTTON, button("Mail a set-up link to pat"))
                    .click();
            assertThat(people.locator("[data-secret]")).hasCount(0);

            people.getByRole(AriaRole.BUTTON, button("Lock out pat")).click();
            assertThat(people.getByRole(AriaRole.BUTTON, button("Mail a set-up link to pat")))
                    .hasCount(0);
        }
    }

    private Page administrator(TestBrowser browser) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(root))));
        Page page = context.newPage();
        page.navigate(server.url("/people").toString());
        return page;
    }

    private static Locator row(Page page, String name) {
        return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
