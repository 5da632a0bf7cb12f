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
import io.slipway.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console as people use it, in a real browser. Pictures go to {@code target/screenshots}, to be looked at; those of
 * every page with {@code -Dslipway.pictures=true}.
 */
class FirstFiveMinutesTest {
    private static TestBrowser browser;

    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;

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
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** From the link that the first start prints to the first deployment and to production, by clicking. */
    @Test
    void theFirstFiveMinutes() throws Exception {
        Instant began = Instant.now();
        try (BrowserContext ann = browser.visitor(ColorScheme.LIGHT, 1200, true);
                BrowserContext bob = browser.visitor(ColorScheme.LIGHT, 1200, true)) {
            Page page = ann.newPage();
            setUp(page);
            register(page);
            handIn(page, shop.pack());
            deploy(page, "dev");
            TestBrowser.picture(page, "deployment-completed");
            deploy(page, "qa");
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(5));

            addBob(page);
            page.navigate(server.url("/projects/shop/artifacts/1.0.0").toString());
            page.getByLabel("Environment").selectOption("prod");
            button(page, "Look at the forecast").click();
            TestBrowser.picture(page, "forecast");
            page.getByLabel("Reason").fill("CHG-1881");
            button(page, "Ask for approval").click();
            assertThat(page.locator("#state")).containsText("waiting for approval");
            assertThat(button(page, "Approve")).hasCount(0);

            Page his = bob.newPage();
            signIn(his, "bob");
            his.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Approvals"))
                    .click();
            his.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("#3"))
                    .click();
            TestBrowser.picture(his, "decision");
            button(his, "Approve").click();
            assertThat(his.locator("#state")).containsText("completed");
            his.navigate(server.url("/").toString());
            assertThat(his.locator(".state.up-to-date")).hasCount(3);
            TestBrowser.picture(his, "pipelines");
        }
    }

    @Test
    void aFailureSaysWhereAndWhatToDo() throws Exception {
        shop.script("002_fails", "CREATE TABLE made (id integer);\nINSERT INTO other VALUES (1);", "DROP TABLE made;");
        // it proves on the reference, where 'other' is made first, and fails on a target that lacks it
        shop.script("001_z", "CREATE TABLE IF NOT EXISTS other (id integer);", "DROP TABLE other;");
        try (BrowserContext ann = browser.visitor(ColorScheme.LIGHT, 1200, true)) {
            Page page = ann.newPage();
            setUp(page);
            register(page);
            try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE other (id integer, needed text NOT NULL)");
            }
            handIn(page, shop.pack());
            page.getByLabel("Environment").selectOption("dev");
            button(page, "Look at the forecast").click();
            button(page, "Deploy to dev").click();
            Locator problem = page.getByRole(AriaRole.ALERT);
            assertThat(problem).containsText("ddl/002_fails.sql:2");
            assertThat(problem).containsText("The target is part-way");
            TestBrowser.picture(page, "deployment-failed");
            page.navigate(server.url("/").toString());
            assertThat(page.locator(".state.failed")).hasCount(1);
            TestBrowser.picture(page, "pipelines-failed");
        }
    }

    /** No page with a serious fault, in light and dark, wide and narrow. */
    @Test
    void everyPageCanBeUsedByEverybody() throws Exception {
        Person ann = server.person("ann", Role.ADMINISTRATOR, Role.RELEASE_MANAGER, Role.DBA);
        try (BrowserContext first = browser.visitor(ColorScheme.LIGHT, 1200, true)) {
            Page page = first.newPage();
            signIn(page, "ann");
            register(page);
            handIn(page, shop.pack());
            deploy(page, "dev");
        }
        secretsAndNotifications();
        try (BrowserContext visitor = browser.visitor(ColorScheme.LIGHT, 1200, true)) {
            visitor.addCookies(List.of(TestBrowser.session(server, server.session(ann))));
            Page page = visitor.newPage();
            for (String path : ConsolePages.OF_THE_SAMPLE) {
                page.navigate(server.url(path).toString());
                TestBrowser.seen(page, ConsolePages.name(path));
            }
        }
    }

    /** So that the pages about them have something to show, a delivery that was given up among it. */
    private void secretsAndNotifications() throws Exception {
        Client root = Client.of(server, "root", Role.ADMINISTRATOR);
        String shop = "/api/projects/shop";
        root.put(shop + "/secrets/PROD_PASSWORD", Map.of("value", "hidden"));
        root.post(
                shop + "/subscriptions",
                Map.of("channel", "webhook", "address", "https://1.1.1.1/hook", "environment", "prod"));
        String id = root.post(
                        shop + "/subscriptions",
                        Map.of("channel", "email", "address", "somebody.with.a.long.name@example.com"))
                .json()
                .path("subscription")
                .path("id")
                .asString();
        root.post(shop + "/subscriptions/" + id + "/test", Map.of());
        Store store = server.part(Store.class);
        for (int i = 0; i < 200; i++) {
            int given = store.write(handle -> handle.execute(
                    "UPDATE delivery SET state = 'dead', result = 'No mail server is set.' WHERE attempts > 0"));
            if (given > 0) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the test is not tried");
    }

    private void setUp(Page page) {
        page.navigate(server.server().setUpLink().orElseThrow().toString());
        TestBrowser.picture(page, "setup");
        page.getByLabel("Name to sign in with").fill("ann");
        page.getByLabel("Your full name").fill("Ann Lee");
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        button(page, "Create my account").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Pipelines");
    }

    private void register(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Register a project"))
                .click();
        page.getByLabel("slipway.yaml").fill(shop.definition("shop"));
        page.getByLabel("Keys that may sign").fill(shop.publicKey());
        button(page, "Register").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("shop");
    }

    private static void handIn(Page page, Path artifact) {
        page.getByLabel("Artifact").setInputFiles(artifact);
        button(page, "Hand in").click();
        assertThat(page.getByText("New changes")).isVisible();
    }

    private void deploy(Page page, String environment) {
        page.navigate(server.url("/projects/shop/artifacts/1.0.0").toString());
        page.getByLabel("Environment").selectOption(environment);
        button(page, "Look at the forecast").click();
        button(page, "Deploy to " + environment).click();
        assertThat(page.locator("#state")).containsText("completed");
    }

    private void addBob(Page page) {
        page.navigate(server.url("/people").toString());
        page.getByLabel("Name to sign in with").fill("bob");
        page.getByLabel("Full name").fill("Bob Moss");
        page.getByLabel("First password").fill(TestServer.PASSWORD);
        page.locator("#role").selectOption("dba");
        button(page, "Add").click();
        assertThat(page.getByText("Bob Moss")).isVisible();
    }

    private void signIn(Page page, String name) {
        page.navigate(server.url("/").toString());
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(TestServer.PASSWORD);
        button(page, "Sign in").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Pipelines");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
