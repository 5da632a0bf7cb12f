package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab as its trainer and a trainee see it, in a real browser. */
class LabPagesTest {
    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-10-26T06:00:00Z");
    private TestServer server;
    private Client root;
    private Person rita;
    private Person vera;
    private Person ada;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        root.put(
                "/api/projects/shop/rollout",
                Map.of("file", SampleTrainings.file("shop").replace("trained: {}", "trained: {}, labs-passed: {}")));
        AgreedDates.agree(server, "shop", "2026-11-09");
        rita = server.person("rita", Role.ROLLOUT_MANAGER);
        ada = server.person("ada", Role.VIEWER);
        vera = server.person("vera", Role.VIEWER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** From the session's page to the gate: with the pages alone. */
    @Test
    void aLabGoesFromItsSessionToTheEvidence() throws Exception {
        Client manager = Client.of(server, rita);
        TestServer.Answer session = manager.post(
                "/api/projects/shop/rollout/trainings/sessions",
                Map.of("kind", "hands-on", "from", "2026-10-26T08:30:00Z"));
        assertThat(session.status()).as(session.body()).isEqualTo(201);
        long number = session.json().path("number").asLong();
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page trainer = page(browser, vera);
            trainer.navigate(
                    server.url("/projects/shop/rollout/trainings/" + number).toString());
            press(trainer, "Open the lab of this session");
            assertThat(trainer.locator("#grid")).containsText("Full ada");
            String grid = trainer.url();
            TestBrowser.seen(trainer, "lab-grid");

            Page trainee = page(browser, ada);
            trainee.navigate(grid);
            assertThat(trainee.locator("h1")).not().containsText("Hands-on");
            trainee.navigate(server.url("/labs").toString());
            TestBrowser.seen(trainee, "labs");
            // with scripts off too the page goes on by itself
            Page plain = page(browser, ada, false);
            plain.navigate(server.url("/labs").toString());
            plain.locator("#own a").first().click();
            press(plain, "Begin: Mend a package that was refused");
            plain.locator("#making, #task").first().waitFor();
            plain.locator("#task").waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(120_000));
            plain.close();
            trainee.locator("#own a").first().click();
            press(trainee, "Reset: Mend a package that was refused");
            trainee.locator("#task").waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(120_000));
            assertThat(trainee.locator("#task")).containsText("130_wish.sql");
            press(trainee, "Package");
            assertThat(trainee.locator("#said")).containsText("client_id");
            press(trainee, "Check");
            assertThat(trainee.locator("#judgement")).containsText("not on dev yet");
            press(trainee, "Hint");
            assertThat(trainee.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Hints")))
                    .containsText("names the script");
            TestBrowser.seen(trainee, "seat-files");
            open(trainee, "sql/ddl/130_wish.sql");
            Page second = trainee.context().newPage();
            second.navigate(trainee.url());
            String mended = trainee.locator("#text").inputValue().replace("client_id)", "customer_id)");
            trainee.locator("#text").fill(mended);
            press(trainee, "Save and package");
            assertThat(trainee.locator("#said")).containsText("Packaged 1.1.0");
            // The other window was opened before that: what it would write over is told, and what was typed stays.
            second.locator("#text").fill("SELECT 'second window';");
            press(second, "Save");
            assertThat(second.getByRole(AriaRole.ALERT)).containsText("was saved from another window");
            assertThat(second.locator("#text")).hasValue("SELECT 'second window';");
            TestBrowser.seen(second, "seat-refused");
            second.close();
            press(trainee, "Deploy");
            assertThat(trainee.locator("#said")).containsText("Deployed 1.1.0 to dev");
            press(trainee, "Check");
            assertThat(trainee.locator("#judgement")).containsText("That is it.");
            trainee.locator("#help-text").fill("What is next?");
            press(trainee, "Ask for help");
            press(trainee, "Make a token");
            assertThat(trainee.locator("[data-secret]")).containsText("slipway_");
            TestBrowser.seen(trainee, "seat");

            trainer.reload();
            assertThat(trainer.locator("#grid")).containsText("1 of 7");
            assertThat(trainer.locator("#grid")).containsText("What is next?");
            press(trainer, "Answered: Full ada");
            assertThat(trainer.locator("#grid")).not().containsText("What is next?");
            TestBrowser.seen(trainer, "lab-grid-at-work");
            clock.moveTo("2026-10-26T11:00:00Z");
            trainee = page(browser, ada);
            trainer = page(browser, vera);
            trainee.navigate(server.url("/labs").toString());
            trainee.locator("#own a").first().click();
            assertThat(trainee.locator("#over")).containsText("The time of your seat is over");
            TestBrowser.seen(trainee, "seat-over");
            assertThat(manager.get("/api/projects/shop/rollout/cleanup").body())
                    .as("the clean-up before the go-live asks for the seat")
                    .contains("lab 1, ada");
            trainer.navigate(grid);
            trainer.getByText("Close the lab").click();
            press(trainer, "Close it");
            assertThat(trainer.locator("#grid")).containsText("closed");
        }
        assertThat(manager.get("/api/projects/shop/rollout/cleanup").body()).doesNotContain("lab 1, ada");
        String gates = manager.post("/api/projects/shop/rollout/readiness/check", Map.of())
                .body();
        assertThat(manager.get("/api/projects/shop/rollout/readiness").body() + gates)
                .contains("did not pass")
                .contains("edit-stored-logic");
    }

    /** What is pasted must not cost memory before it is refused. */
    @Test
    void aScriptOfFiftyMegabytesIsRefusedWithWords() throws Exception {
        long lab = server.part(io.slipway.server.lab.LabDesk.class)
                .open(
                        new io.slipway.server.access.Caller(
                                rita,
                                server.part(io.slipway.server.account.People.class)
                                        .grants(rita.id()),
                                java.util.Optional.empty()),
                        "Lab",
                        List.of(),
                        List.of("ada"))
                .number();
        FormClient browser = FormClient.of(server, ada);
        String body = "_csrf=" + browser.secret() + "&path=sql/ddl/1.sql&version=0&text=" + "x".repeat(50 << 20);
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(java.util.stream.Collectors.joining("; "));
        TestServer.Answer answer = server.send(
                HttpRequest.newBuilder(server.url("/labs/" + lab + "/seat/file"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/x-www-form-urlencoded"),
                "Cookie",
                cookies);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("at most");
    }

    private static void open(Page page, String file) {
        if (!page.locator("#files a").first().isVisible()) {
            page.locator("#files summary").click();
        }
        page.locator("#files a", new Page.LocatorOptions().setHasText(file))
                .first()
                .click();
        assertThat(page.locator("#path")).hasValue(file);
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private Page page(TestBrowser browser, Person person) {
        return page(browser, person, true);
    }

    private Page page(TestBrowser browser, Person person, boolean scripts) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, scripts);
        context.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        return context.newPage();
    }
}
