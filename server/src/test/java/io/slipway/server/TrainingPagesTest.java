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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings as people see them, in a real browser; pictures go to {@code target/screenshots}. */
class TrainingPagesTest {
    private static final String PAGE = "/projects/shop/rollout";

    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock("2026-10-26T06:00:00Z");
    private TestServer server;
    private Person rita;
    private Person ada;
    private Person vera;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        root.put("/api/projects/shop/rollout", Map.of("file", SampleTrainings.file("shop")));
        AgreedDates.agree(server, "shop", "2026-11-09");
        rita = server.person("rita", Role.ROLLOUT_MANAGER);
        ada = server.person("ada", Role.VIEWER);
        vera = server.person("vera", Role.VIEWER);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSessionIsScheduledAnsweredAttendedAndItsQuestionsSettled() {
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            Page manager = page(browser, rita);
            manager.navigate(server.url(PAGE).toString());
            Locator trainings = manager.locator("#trainings");
            assertThat(trainings).containsText("0 of 2 trained");
            assertThat(trainings).containsText("Missing: Ada Byron, Ben Hall");
            assertThat(trainings).containsText("No mail server is set");
            manager.getByText("Schedule a session: hands-on training").click();
            // What was refused is told on the same page, with times that can be had.
            trainings.locator("#other-hands-on").fill("2026-11-05T10:00");
            press(manager, "Schedule a hands-on training");
            assertThat(manager.getByRole(AriaRole.ALERT)).containsText("the freeze 'Audit' covers it");
            assertThat(manager.getByRole(AriaRole.ALERT)).containsText("The nearest that can");
            seen(manager, "trainings-refused", ColorScheme.LIGHT, 1200);
            assertThat(trainings.locator("#other-hands-on")).hasValue("2026-11-05T10:00");
            trainings.locator("#other-hands-on").fill("");
            trainings.locator("#from-hands-on").selectOption("2026-10-26T09:30");
            press(manager, "Schedule a hands-on training");
            assertThat(manager.locator("h1")).hasText("Hands-on training of Shop");
            String session = manager.url();
            seen(manager, "training-scheduled", ColorScheme.DARK, 390);

            // By keyboard alone: the first thing after the page's frame that answers is the answer.
            Page lead = page(browser, ada);
            lead.navigate(session);
            lead.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("I come").setExact(true))
                    .focus();
            lead.keyboard().press("Enter");
            assertThat(lead.locator("#content")).containsText("You said that you come.");
            assertThat(lead.getByText("Write down who came")).hasCount(0);
            assertThat(lead.getByText("Move it")).hasCount(0);

            clock.moveTo("2026-10-26T10:45:00Z");
            Page trainer = page(browser, vera);
            trainer.navigate(session);
            assertThat(trainer.locator("#people")).containsText("comes");
            assertThat(trainer.getByText("That you came yourself is written down by somebody else."))
                    .isVisible();
            trainer.getByLabel("Ada Byron").focus();
            trainer.keyboard().press("Space");
            trainer.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Write it down"))
                    .focus();
            trainer.keyboard().press("Enter");
            assertThat(trainer.locator("#content")).containsText("1 came");
            for (String text : List.of("How do I drop a column that is used?", "Where are the logs?")) {
                trainer.getByText("Add a question").click();
                trainer.locator("#question").fill(text);
                trainer.getByLabel("Asked by").selectOption("ada");
                press(trainer, "Add it");
                assertThat(trainer.locator("#questions")).containsText(text);
            }
            press(trainer, "Make a case of question 1");
            assertThat(trainer.getByText("Case #1")).isVisible();
            trainer.getByText("Answered by a guide").last().click();
            trainer.locator("#guide-1").fill("https://docs.example.org/logs");
            press(trainer, "Keep the page for question 2");
            assertThat(trainer.getByText("Page of the guide", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            seen(trainer, "training-held", ColorScheme.LIGHT, 390);
            seen(trainer, "training-held", ColorScheme.DARK, 1200);

            // The morning's session has ended meanwhile.
            Page later = page(browser, rita);
            later.navigate(server.url(PAGE).toString());
            assertThat(later.locator("#trainings")).containsText("1 of 1 trained");
            assertThat(later.locator("#trainings")).containsText("1 came");
            seen(later, "trainings-held", ColorScheme.LIGHT, 390);
        }
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private Page page(TestBrowser browser, Person person) {
        BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
        context.addCookies(List.of(TestBrowser.session(server, server.session(person))));
        return context.newPage();
    }

    /** Without faults, in that light and that width. */
    private static void seen(Page page, String name, ColorScheme colors, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors));
        page.setViewportSize(width, 800);
        assertThat(TestBrowser.faults(page))
                .as(name + " " + colors + " " + width)
                .isEmpty();
        TestBrowser.picture(page, name + "-" + colors.name().toLowerCase(Locale.ROOT) + "-" + width);
    }
}
