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

/** A DBA sets a window and a freeze, and a team lead plans a deployment by them. Friday, 2026-12-04, 20:00 UTC. */
class CalendarPagesTest {
    private static final String DEV = "/projects/shop/environments/dev";

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-12-04T20:00:00Z");
    private TestServer server;
    private String dora;
    private String lee;
    private Person leader;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.DBA);
        root.post(
                "/api/projects",
                Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey(), "title", "Shop"));
        assertThat(root.upload("shop", shop.pack()).status()).isEqualTo(201);
        dora = server.session(server.person("dora", Role.DBA));
        leader = server.person("lee", Role.TEAM_LEAD);
        lee = server.session(leader);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aWindowAndAFreezeAreSetAndADeploymentIsPlannedByThem() {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page dba = page(browser, dora, ColorScheme.LIGHT, 1280);
            dba.navigate(server.url(DEV).toString());
            assertThat(dba.locator("#content")).containsText("None: deployments start at any time.");
            dba.getByText("Add a window").click();
            dba.getByLabel("fri").check();
            dba.getByLabel("Opens", new Page.GetByLabelOptions().setExact(true)).fill("22:00");
            dba.getByLabel("Closes").last().fill("02:00");
            dba.getByLabel("Time zone").fill("Europe/Berlin");
            dba.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Add").setExact(true))
                    .click();
            assertThat(dba.locator("#content")).containsText("22:00–02:00 Europe/Berlin");
            assertThat(dba.locator("#content")).containsText("can start Fri 2026-12-04 22:00 Europe/Berlin");
            dba.getByText("Add a window").click();
            dba.getByText("Change what may pass").click();
            dba.getByLabel("what may run past a window's end").uncheck();
            seen(dba, "calendar-environment");
            dba.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Save").setExact(true))
                    .first()
                    .click();
            assertThat(dba.locator("#content")).containsText("waits for the next");

            dba.navigate(server.url("/projects/shop").toString());
            dba.getByText("Freeze it for a time").click();
            dba.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).selectOption("qa");
            dba.getByLabel("From").fill("2026-12-24T00:00");
            dba.getByLabel("Until").fill("2027-01-02T00:00");
            dba.getByLabel("Reason").fill("year's end");
            dba.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Freeze").setExact(true))
                    .click();
            assertThat(dba.getByLabel("Freezes", new Page.GetByLabelOptions().setExact(true)))
                    .containsText("To be frozen: qa of shop");
            seen(dba, "calendar-project");

            Page lead = page(browser, lee, ColorScheme.LIGHT, 1280);
            lead.navigate(server.url("/projects/shop/forecast?version=1.0.0&environment=dev")
                    .toString());
            assertThat(lead.locator("#content")).containsText("in the next window, Fri 2026-12-04 22:00");
            seen(lead, "calendar-forecast");
            lead.getByLabel("in the next window").check();
            lead.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Deploy to dev"))
                    .click();
            assertThat(lead.locator("#state")).containsText("scheduled");
            assertThat(lead.locator("#content")).containsText("It starts Fri 2026-12-04 22:00 Europe/Berlin");
            lead.getByText("Give it another time").click();
            seen(lead, "calendar-scheduled");
            lead.getByLabel("Not before").fill("2026-12-04T23:30");
            lead.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Move it"))
                    .click();
            assertThat(lead.locator("#content")).containsText("It starts Fri 2026-12-04 23:30 Europe/Berlin");

            dba.navigate(server.url("/calendar").toString());
            assertThat(dba.locator("#content")).containsText("Fri 2026-12-04 23:30 Europe/Berlin");
            dba.getByText("Freeze everything for a time").click();
            seen(dba, "calendar-all");
            String deployment = lead.url();
            clock.moveTo("2026-12-04T22:30:01Z");
            // nobody's session lasts that long unused: an open page that asks for news is shown to the sign-in
            Page later = page(browser, server.session(leader), ColorScheme.LIGHT, 1280);
            later.navigate(deployment);
            assertThat(later.locator("#state")).containsText("completed");
        }
    }

    /** The reader's own clock is added by the page's script, and their zone is offered. */
    @Test
    void readersElsewhereSeeTheirOwnTimeToo() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            FormClient form = FormClient.of(server, server.person("dan", Role.DBA));
            assertThat(form.post(
                                    "/freezes",
                                    Map.of("until", "2026-12-24T12:00", "zone", "America/New_York", "reason", "moving"))
                            .status())
                    .isEqualTo(302);
            Page reader = page(browser, dora, ColorScheme.LIGHT, 1280);
            reader.addInitScript("const known = Intl.DateTimeFormat.prototype.resolvedOptions;"
                    + "Intl.DateTimeFormat.prototype.resolvedOptions = function() {"
                    + " return { ...known.call(this), timeZone: 'Asia/Tokyo' }; };");
            reader.navigate(server.url("/").toString());
            assertThat(reader.locator(".warnings")).containsText("Frozen: everything");
            assertThat(reader.locator(".warnings")).containsText("2026-12-24 17:00 UTC");
            assertThat(reader.locator(".warnings")).containsText("Asia/Tokyo");
            reader.navigate(server.url("/calendar").toString());
            assertThat(reader.locator("select.zones option")).containsText(new String[] {"UTC", "Asia/Tokyo (yours)"});
            assertThat(form.post(
                                    "/freezes",
                                    Map.of(
                                            "until",
                                            "2027-03-28T02:30",
                                            "zone",
                                            "Europe/Berlin",
                                            "reason",
                                            "no such time"))
                            .status())
                    .isEqualTo(400);
        }
    }

    private Page page(TestBrowser browser, String session, ColorScheme colors, int width) {
        BrowserContext visitor = browser.visitor(colors, width, true);
        visitor.addCookies(List.of(TestBrowser.session(server, session)));
        return visitor.newPage();
    }

    /** In light, in dark, and on a phone. */
    private static void seen(Page page, String name) {
        looked(page, name + "-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        looked(page, name + "-dark");
        page.setViewportSize(390, 844);
        looked(page, name + "-phone");
        page.setViewportSize(1280, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static void looked(Page page, String name) {
        TestBrowser.picture(page, name);
        assertThat(TestBrowser.faults(page)).as(name).isEmpty();
    }
}
