package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout manager and the stakeholders come to a date on the pages; all teams are seen on one time line. */
class RolloutDatesPagesTest {
    private static final String PAGE = "/projects/shop/rollout";

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-11-24T10:00:00Z");
    private TestServer server;
    private Client rita;
    private Person manager;
    private Person ada;
    private Person dora;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR);
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            root.post(
                    "/api/projects",
                    Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
        }
        manager = server.person("rita", Role.ROLLOUT_MANAGER);
        ada = server.person("ada", Role.VIEWER);
        dora = server.person("dora", Role.VIEWER);
        rita = Client.of(server, "ruth", Role.ROLLOUT_MANAGER);
        String file = GoLiveDateTest.rolloutFile().replace("[ada, dora, carl]", "[ada, dora]");
        assertThat(rita.put("/api/projects/shop/rollout", Map.of("file", file)).status())
                .isEqualTo(200);
        String other = file.replace("team: payments", "team: loans")
                .replace("title: Payments", "title: Loans")
                .replace("project: shop", "project: bank")
                .replace(
                        "rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager, trainer] }",
                        "rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager, trainer] }\n"
                                + "  lena: { name: Lena Roth, email: lena@example.org, duties: [stakeholder] }")
                .replace("stakeholders: [ada, dora]", "stakeholders: [lena]");
        assertThat(rita.put("/api/projects/bank/rollout", Map.of("file", other)).status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDateIsProposedRefusedMovedAndAgreed() throws Exception {
        assertThat(rita.post("/api/projects/bank/rollout/date", Map.of("date", "2026-11-30"))
                        .status())
                .isEqualTo(201);
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page look = page(browser, manager, 1200);
            look.navigate(server.url(PAGE).toString());
            assertThat(look.locator("#go-live-date")).containsText("No date stands yet.");
            look.getByText("Days that cannot be taken, and why").click();
            assertThat(look.locator("#go-live-date")).containsText("Rita Lund is needed that day by Loans");
            assertThat(look.locator("#go-live-date")).containsText("the freeze 'Year end' covers it");
            TestBrowser.seen(look, "rollout-date-offers");
            look.locator("#go-live-date").getByLabel("Date").first().selectOption("2026-12-14");
            look.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Propose it"))
                    .click();
            assertThat(look.locator("#go-live-date")).containsText("waits for Ada Byron, Dora Berg");
            assertThat(look.locator("#go-live-date")).containsText("No mail server is set");

            // The link in a mail: one click, once signed in.
            Page first = page(browser, ada, 390);
            first.navigate(server.url(PAGE + "/date?sequence=1&answer=yes").toString());
            TestBrowser.seen(first, "rollout-date-confirm");
            first.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes to Mon 2026-12-14"))
                    .click();
            assertThat(first.locator("#go-live-date")).containsText("waits for Dora Berg");

            Page second = page(browser, dora, 1200);
            second.navigate(server.url(PAGE).toString());
            second.getByText("Say no, or name another date").click();
            second.locator("#no-reason").fill("audit");
            second.getByLabel("Rather").selectOption("2027-01-11");
            second.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("No").setExact(true))
                    .click();
            look.navigate(server.url(PAGE).toString());
            look.getByText("Move the date").click();
            TestBrowser.seen(look, "rollout-date-refused");
            look.locator("#go-live-date").getByLabel("Date").first().selectOption("2027-01-11");
            look.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Move it"))
                    .click();
            assertThat(look.locator("#go-live-date")).containsText("SEQUENCE 2");

            first.navigate(server.url(PAGE + "/date?sequence=1&answer=yes").toString());
            assertThat(first.locator("#content")).containsText("a date that does not stand any more");
            for (Page stakeholder : List.of(first, second)) {
                stakeholder.navigate(server.url(PAGE).toString());
                stakeholder
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes to Mon 2027-01-11"))
                        .click();
            }
            assertThat(second.locator("#go-live-date")).containsText("agreed");
            TestBrowser.seen(first, "rollout-date-agreed");

            look.navigate(server.url("/rollouts").toString());
            assertThat(look.locator("#content")).containsText("2027-01-11 agreed");
            TestBrowser.seen(look, "rollouts");
        }
    }

    /** A freeze that is put in after a date was agreed is seen at once, and a second team on the same day. */
    @Test
    void clashesAreSeenOnTheTimeLine() throws Exception {
        rita.post("/api/projects/bank/rollout/date", Map.of("date", "2026-12-14"));
        TestServer.Answer refused = rita.post("/api/projects/shop/rollout/date", Map.of("date", "2026-12-14"));
        assertThat(refused.json().path("detail").asString()).contains("Rita Lund is needed that day by Loans");
        String file = rita.get("/api/projects/bank/rollout").json().path("file").asString();
        String frozen = file.replace("freezes:", "freezes:\n  - { name: Audit, first: 2026-12-10, last: 2026-12-15 }");
        assertThat(rita.put("/api/projects/bank/rollout", Map.of("file", frozen))
                        .status())
                .isEqualTo(200);
        TestServer.Answer page = FormClient.of(server, manager).get("/rollouts");
        assertThat(page.body()).contains("Clash: the freeze &#39;Audit&#39; covers it");
        assertThat(page.body()).doesNotContain("style=");
        assertThat(FormClient.of(server, manager).get("/projects/bank/rollout").body())
                .contains("Move it: the freeze &#39;Audit&#39; covers it.");
    }

    /** Whoever has the URL sees what its person may see, until that person revokes it. */
    @Test
    void aCalendarIsSubscribedToAndRevoked() throws Exception {
        rita.post("/api/projects/shop/rollout/date", Map.of("date", "2026-12-14"));
        FormClient browser = FormClient.of(server, ada);
        String body = browser.post("/me/calendars", Map.of("project", "")).body();
        String path = body.replaceAll("(?s).*(/api/calendars/rollouts\\.ics\\?token=[^<]+)<.*", "$1");
        TestServer.Answer calendar = server.get(path);
        assertThat(calendar.status()).as(path).isEqualTo(200);
        assertThat(calendar.headers().firstValue("Content-Type").orElse("")).startsWith("text/calendar");
        String text = calendar.body().replace("\r\n ", "");
        assertThat(text)
                .contains("SUMMARY:Go-live of Payments (proposed)")
                .contains("STATUS:TENTATIVE")
                .contains("SUMMARY:Loans: sprint S1")
                .contains("SUMMARY:Payments: freeze\\, Year end")
                .contains("METHOD:PUBLISH");
        assertThat(server.get(path.replace("token=", "token=x")).status()).isEqualTo(404);
        assertThat(browser.get("/me/calendars").body()).contains("all rollouts").doesNotContain("token=");
        String id = browser.get("/me/calendars").body().replaceAll("(?s).*/me/calendars/([^/]+)/revocation.*", "$1");
        assertThat(browser.post("/me/calendars/" + id + "/revocation", Map.of()).status())
                .isEqualTo(302);
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(rita.post("/api/me/calendars", Map.of("project", "*"))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("not-allowed");
    }

    private Page page(TestBrowser browser, Person person, int width) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, width, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        return context.newPage();
    }
}
