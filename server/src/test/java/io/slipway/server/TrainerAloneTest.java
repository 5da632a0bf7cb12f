package io.slipway.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trainer, who may see the project and nothing else, holds both sessions of a team with the pages alone: from the
 * invitation to the evidence.
 */
class TrainerAloneTest {
    private static final String PAGE = "/projects/shop/rollout";

    @TempDir
    private Path folder;

    private final TestMail mail = new TestMail();
    /** Never ahead of the real time, by which the outbox is emptied. */
    private final MovedClock clock = new MovedClock("2026-10-26T06:00:00Z");

    private TestServer server;
    private Person vera;
    private Person ada;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        mail.setUp(root);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        String file = SampleTrainings.file("shop")
                .replace("trained: {}", "trained: {}, labs-passed: {}")
                .replace(
                        "session: { link",
                        "session: { material: [{ title: The demo in clips, link:"
                                + " \"https://media.example.org/watch.html\" }, { title: Guide for developers, link:"
                                + " /projects/shop }], link");
        TestServer.Answer put = root.put("/api/projects/shop/rollout", Map.of("file", file));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        AgreedDates.agree(server, "shop", "2026-11-09");
        vera = server.person("vera", Role.VIEWER);
        ada = server.person("ada", Role.VIEWER);
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
    }

    @Test
    void bothSessionsGoFromTheInvitationToTheEvidence() throws Exception {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            String session = scheduled(browser, "session", "2026-10-26T09:00", "Schedule a training session");
            String handsOn = scheduled(browser, "hands-on", "2026-10-26T10:00", "Schedule a hands-on training");
            assertThat(TestMail.calendarOf(mail.letter("ben@example.org", "Training session of Shop")))
                    .contains("METHOD:REQUEST", "DTSTART:20261026T080000Z");
            mail.letter("ada@example.org", "Hands-on training of Shop");

            clock.moveTo("2026-10-26T08:50:00Z");
            videoAndGuide(page(browser, vera, session));

            clock.moveTo("2026-10-26T09:00:30Z");
            Page trainer = page(browser, vera, handsOn);
            trainer.getByText("Which tasks its lab has").click();
            for (String task : List.of(
                    "Edit stored logic",
                    "Rework a script",
                    "Package your first script",
                    "Deploy from the terminal",
                    "Deploy a hotfix that cannot wait")) {
                trainer.locator("#content").getByLabel(task).uncheck();
            }
            TestBrowser.seen(trainer, "session-lab");
            press(trainer, "Open the lab of this session");
            assertThat(trainer.locator("#grid")).containsText("0 of 2");
            String grid = trainer.url();
            atTheSeat(page(browser, ada, server.url("/labs").toString()), trainer);
            assertThat(trainer.locator("#grid")).containsText("2 of 2");
            trainer.getByText("Close the lab").click();
            press(trainer, "Close it");
            assertThat(trainer.locator("#grid")).containsText("closed");
            assertThat(trainer.url()).isEqualTo(grid);

            trainer.navigate(handsOn);
            trainer.getByLabel("Ada Byron").check();
            press(trainer, "Write it down");
            assertThat(trainer.locator("#content")).containsText("1 came");
            clock.moveTo("2026-10-26T11:00:30Z");
            trainer = page(browser, vera, handsOn);
            press(trainer, "Look again");
            assertThat(trainer.locator("#evidence"))
                    .containsText(
                            "Training session: all 2 who must come were there; Hands-on training: all 1 who must come");
            assertThat(trainer.locator("#evidence")).containsText("all 1 passed the labs that they sat in");
            assertThat(trainer.locator("#evidence .gate-green")).hasCount(2);
            TestBrowser.seen(trainer, "session-evidence");
        }
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    private String scheduled(TestBrowser browser, String kind, String at, String button) {
        Page page = page(browser, vera, server.url(PAGE).toString());
        page.locator("#trainings summary").nth(kind.equals("session") ? 0 : 1).click();
        page.locator("#other-" + kind).fill(at);
        press(page, button);
        assertThat(page.locator("#content")).containsText("to come");
        return page.url();
    }

    /** The clips and the guide are shown, who came is written down, and what was asked becomes a case or a page. */
    private static void videoAndGuide(Page page) {
        assertThat(page.locator("#material a", new Page.LocatorOptions().setHasText("The demo in clips")))
                .hasAttribute("href", "https://media.example.org/watch.html");
        TestBrowser.seen(page, "session-material");
        String session = page.url();
        page.locator("#material a", new Page.LocatorOptions().setHasText("Guide for developers"))
                .click();
        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/projects/shop"));
        page.navigate(session);
        page.getByLabel("Ada Byron").check();
        page.getByLabel("Ben Hall").check();
        press(page, "Write it down");
        assertThat(page.locator("#content")).containsText("2 came");
        for (String text : List.of("How do I drop a column that is used?", "Where do I see what is where?")) {
            page.getByText("Add a question").click();
            page.locator("#question").fill(text);
            page.getByLabel("Asked by").selectOption("ada");
            press(page, "Add it");
            assertThat(page.locator("#questions")).containsText(text);
        }
        press(page, "Make a case of question 1");
        assertThat(page.getByText("Case #1")).isVisible();
        page.getByText("Answered by a guide").last().click();
        page.locator("#guide-1").fill("/projects/shop");
        press(page, "Keep the page for question 2");
        assertThat(page.locator("#questions")
                        .getByText("open", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    /** The trainee's half; the trainer sees it in the grid, and answers a call for help. */
    private static void atTheSeat(Page trainee, Page trainer) {
        trainee.locator("#own a").first().click();
        begin(trainee, "Mend a package that was refused");
        trainee.locator("#help-text").fill("Which line?");
        press(trainee, "Ask for help");
        trainer.reload();
        assertThat(trainer.locator("#grid")).containsText("Which line?");
        trainer.locator("#grid").getByText("Answered").click();
        assertThat(trainer.locator("#grid")).not().containsText("Which line?");
        if (!trainee.locator("#files a").first().isVisible()) {
            trainee.locator("#files summary").click();
        }
        trainee.locator("#files a", new Page.LocatorOptions().setHasText("sql/ddl/130_wish.sql"))
                .first()
                .click();
        assertThat(trainee.locator("#path")).hasValue("sql/ddl/130_wish.sql");
        trainee.locator("#text").fill(trainee.locator("#text").inputValue().replace("client_id)", "customer_id)"));
        press(trainee, "Save and package");
        assertThat(trainee.locator("#said")).containsText("Packaged");
        press(trainee, "Deploy");
        assertThat(trainee.locator("#said")).containsText("to dev");
        passes(trainee);

        begin(trainee, "Roll a change back");
        trainee.locator("#task summary", new Page.LocatorOptions().setHasText("Roll back"))
                .click();
        trainee.locator("#on").selectOption("qa");
        trainee.locator("#change").selectOption("view/open_shipments.sql");
        press(trainee, "Roll it back");
        assertThat(trainee.locator("#said")).not().hasText("");
        passes(trainee);
        trainer.reload();
    }

    /** The page goes on by itself once the task is made. */
    private static void begin(Page trainee, String task) {
        press(trainee, "Begin: " + task);
        trainee.locator("#task h2", new Page.LocatorOptions().setHasText(task))
                .waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(120_000));
    }

    private static void passes(Page trainee) {
        press(trainee, "Check");
        assertThat(trainee.locator("#judgement")).containsText("That is it.");
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private Page page(TestBrowser browser, Person person, String url) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        Page page = context.newPage();
        page.navigate(url);
        return page;
    }
}
