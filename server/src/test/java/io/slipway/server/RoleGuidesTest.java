package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.release.deploy.Targets;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.Target;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goes the way that each guide in {@code docs/guides} describes, as its reader, and takes the guide's pictures.
 *
 * <p>A guide fails here when it names a button, field or heading that its reader does not see on that way, when a picture
 * is missing or of no use, and when a picture shows what the console no longer says. {@code -Dgolden.update=true} takes
 * them anew.
 */
class RoleGuidesTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;

    @Test
    void eachGuideLeadsItsReaderThroughTheConsole() throws Exception {
        GuidePictures pictures = new GuidePictures();
        try (TestServer started = TestServer.start(folder.resolve("data"), Map.of());
                TestBrowser browser = TestBrowser.startOrSkip()) {
            server = started;
            shop = SampleProject.make(folder.resolve("shop"));
            administrator(browser, pictures.of("administrator"));
            developer(browser, pictures.of("developer"));
            teamLead(browser, pictures.of("team-lead"));
            releaseManager(browser, pictures.of("release-manager"));
            dba(browser, pictures.of("dba"));
            viewer(browser, pictures.of("viewer"));
        }
        assertThat(pictures.faults()).isEmpty();
        pictures.check();
    }

    private void administrator(TestBrowser browser, GuidePictures.Reader guide) {
        Page page = guide.on(browser.visitor(ColorScheme.LIGHT, 1100, true).newPage());
        page.navigate(server.server().setUpLink().orElseThrow().toString());
        page.getByLabel("Name to sign in with").fill("ada");
        page.getByLabel("Your full name").fill("Ada Quinn");
        guide.picture("set-up");
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        button(page, "Create my account").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Pipelines"))).isVisible();
        guide.saw();

        link(page, "Register a project").click();
        page.getByLabel("slipway.yaml").fill(shop.definition("shop"));
        page.getByLabel("Keys that may sign").fill(shop.publicKey());
        guide.saw();
        button(page, "Register").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("shop"))).isVisible();
        guide.picture("project");

        link(page, "People").click();
        add(page, "dan", "Dan Reyes", "developer");
        people("tess", "Tess Ward", Role.TEAM_LEAD);
        people("dora", "Dora Klein", Role.DBA);
        people("rita", "Rita Moss", Role.RELEASE_MANAGER);
        people("vic", "Vic Odell", Role.VIEWER);
        page.reload();
        page.getByText("Give a role").first().click();
        guide.picture("people");
        page.navigate(server.url("/projects/shop/environments/prod").toString());
        page.getByLabel("How many other people must approve").fill("1");
        guide.picture("policy");
        button(page, "Save").click();

        page.navigate(server.url("/audit?verify=true").toString());
        guide.picture("audit");

        link(page, "Mail").click();
        page.getByLabel("Host").first().fill("mail.example.com");
        page.getByLabel("Mails come from").fill("slipway@example.com");
        guide.picture("mail");
        page.navigate(server.url("/projects/shop/notifications").toString());
        guide.saw();
        link(page, "Runners").click();
        page.locator("#name").fill("east");
        page.getByLabel("prod of shop").check();
        guide.picture("runners");
    }

    private void developer(TestBrowser browser, GuidePictures.Reader guide) throws Exception {
        Page page = signedIn(browser, guide, "dan");
        page.navigate(server.url("/projects/shop").toString());
        page.getByLabel("Artifact").setInputFiles(shop.pack());
        guide.saw();
        button(page, "Hand in").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("1.0.0"))).isVisible();
        guide.picture("artifact");
        page.getByLabel("Environment").selectOption("dev");
        button(page, "Look at the forecast").click();
        guide.picture("forecast");
        button(page, "Deploy to dev").click();
        completed(page);
        guide.picture("deployment");
        deploy(page, "1.0.0", "qa");

        page.navigate(server.url("/me").toString());
        page.locator("#tokenName").fill("ci of the shop");
        page.getByLabel("hand in an artifact").check();
        guide.saw();
        button(page, "Make a token").click();
        assertThat(page.getByText("shown this once")).isVisible();
        guide.saw();
    }

    private void teamLead(TestBrowser browser, GuidePictures.Reader guide) {
        Page page = signedIn(browser, guide, "tess");
        page.navigate(server.url("/projects/shop/artifacts/1.0.0").toString());
        page.getByLabel("Environment").selectOption("prod");
        guide.saw();
        button(page, "Look at the forecast").click();
        page.locator("form[action$=deployments] [name=reason]").first().fill("CHG-1881: the new shop");
        guide.picture("ask");
        button(page, "Ask for approval").click();
        assertThat(page.locator("#state")).containsText("waiting for approval");
        guide.picture("waiting");
    }

    private void releaseManager(TestBrowser browser, GuidePictures.Reader guide) {
        Page page = signedIn(browser, guide, "rita");
        guide.picture("pipelines");
        // its name has the number of what waits in it
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Approvals"))
                .click();
        guide.saw();
        link(page, "#3").click();
        guide.picture("decision");
        button(page, "Approve").click();
        completed(page);
        guide.saw();
        page.navigate(server.url("/projects/shop/environments/prod").toString());
        guide.picture("environment");

        page.getByText("Add a window", new Page.GetByTextOptions().setExact(true))
                .click();
        page.getByLabel("sat", new Page.GetByLabelOptions().setExact(true)).check();
        page.locator("#opens").fill("22:00");
        page.locator("#closes").fill("02:00");
        guide.picture("window");
        link(page, "Calendar").click();
        page.getByText("Freeze everything for a time").click();
        page.locator("#freeze-from").fill("2030-12-20T00:00");
        page.locator("#freeze-until").fill("2031-01-02T06:00");
        page.locator("#freeze-reason").fill("the year's end");
        guide.saw();
        button(page, "Freeze everything").click();
        assertThat(page.getByText("the year's end")).isVisible();
        guide.picture("freeze");
        button(page, "Lift it").click();
    }

    private void dba(TestBrowser browser, GuidePictures.Reader guide) throws Exception {
        leaveInDoubt("prod");
        Page page = signedIn(browser, guide, "dora");
        page.getByLabel("only what needs attention").check();
        button(page, "Show").click();
        guide.picture("attention");
        link(page, "prod").click();
        guide.picture("in-doubt");
        page.getByLabel("How you know").fill("there is no column vip: .schema customer");
        button(page, "Its effect is not there").click();
        assertThat(page.locator("#doubt")).hasCount(0);
        guide.saw();

        shop.script("002_orders", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
        Path next = shop.pack();
        page.navigate(server.url("/projects/shop").toString());
        page.getByLabel("Artifact").setInputFiles(next);
        button(page, "Hand in").click();
        deploy(page, "1.1.0", "dev");
        deploy(page, "1.1.0", "qa");
        page.navigate(server.url("/projects/shop/forecast?version=1.1.0&environment=prod")
                .toString());
        page.locator("summary").getByText("It cannot wait").click();
        page.getByLabel("Why it cannot wait").fill("INC-77: orders are being lost");
        guide.picture("emergency");
        button(page, "Deploy without approval").click();
        completed(page);
        guide.saw();
    }

    private void viewer(TestBrowser browser, GuidePictures.Reader guide) {
        Page page = signedIn(browser, guide, "vic");
        guide.saw();
        page.getByRole(AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Search"))
                .fill("1.1.0");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, heading("Search"))).isVisible();
        guide.picture("search");
        page.navigate(server.url("/projects/shop/environments/prod").toString());
        guide.saw();
    }

    /** A statement of which nobody knows whether it ran, as a node leaves it that lost its power. */
    private void leaveInDoubt(String environment) throws Exception {
        ServedProject project = server.part(Projects.class).named("shop");
        try (Target target = server.part(Targets.class)
                .open(project.project(), project.project().environment(environment))) {
            long fence = target.lock().tryAcquire("node-2").orElseThrow();
            JournalEntry.State sent = JournalEntry.State.STARTED;
            String sql = "ALTER TABLE customer ADD COLUMN vip boolean";
            target.history()
                    .journal(
                            new JournalEntry(
                                    "d-1",
                                    "ddl/005_vip.sql@" + "0".repeat(64),
                                    "apply",
                                    2,
                                    "1".repeat(64),
                                    sent,
                                    Optional.of(sql)),
                            fence);
            target.lock().release();
        }
        server.part(EnvironmentStates.class).look(project, project.project().environment(environment));
    }

    private Page signedIn(TestBrowser browser, GuidePictures.Reader guide, String name) {
        BrowserContext visitor = browser.visitor(ColorScheme.LIGHT, 1100, true);
        Page page = guide.on(visitor.newPage());
        page.navigate(server.url("/").toString());
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        guide.saw();
        button(page, "Sign in").click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Pipelines"))).isVisible();
        return page;
    }

    /** The page loads itself again at the end, and only then has all. */
    private static void completed(Page page) {
        assertThat(page.locator("#state")).containsText("completed");
        assertThat(page.getByText("Forecast against reality")).isVisible();
    }

    private void deploy(Page page, String version, String environment) {
        page.navigate(server.url("/projects/shop/forecast?version=" + version + "&environment=" + environment)
                .toString());
        button(page, "Deploy to " + environment).click();
        completed(page);
    }

    private static void add(Page page, String name, String fullName, String role) {
        page.locator("#name").fill(name);
        page.locator("#fullName").fill(fullName);
        page.locator("#password").fill(TestServer.PASSWORD);
        page.locator("#role").selectOption(role);
        button(page, "Add").click();
        assertThat(page.getByText(fullName)).isVisible();
    }

    private void people(String name, String fullName, Role role) {
        server.part(People.class)
                .add(
                        "ada",
                        new People.NewPerson(name, fullName, Optional.empty(), Optional.of(TestServer.PASSWORD)),
                        List.of(new Grant(role, "", "")));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name).setLevel(1);
    }
}
